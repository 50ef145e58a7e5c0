//! Which events there are and which depend on which.

use super::slots::{Edge, Place};
use crate::model::{
    CampaignFolder, EventKind, Found, Relative, Review, Route, RouteKind, Side, Spanned, TimeUnit, When,
};
use std::collections::BTreeMap;
use std::sync::Arc;

/// The events of a campaign and what each needs to be known before it.
pub(super) struct Graph {
    pub(super) nodes: Vec<Node>,
    /// Slot of a relative time → the node it is counted from, and what that is called.
    pub(super) targets: BTreeMap<usize, (usize, EventKind)>,
    /// Slots that name an event which isn't there, with the ids of those that are.
    pub(super) unknown: Vec<(usize, Arc<[String]>)>,
    ids: BTreeMap<String, usize>,
}

#[derive(Debug)]
pub(super) struct Node {
    id: String,
    pub(super) what: What,
    pub(super) needs: Vec<usize>,
    kind: EventKind,
}

/// How an event's days are found.
#[derive(Debug)]
pub(super) enum What {
    /// From the times of these slots: on each day between them, or, for what only has to be done by a time, at the two ends.
    Edges {
        start: Option<usize>,
        end: Option<usize>,
        each_day: bool,
    },
    /// On the days of all that it needs.
    Union,
    /// So long after what it needs.
    Later(Relative),
    /// On the day of publication.
    Published,
    /// Nobody knows yet.
    Never,
}

impl Graph {
    pub(super) fn new(folder: &CampaignFolder, slots: &[(Place, Spanned<When>)]) -> Self {
        let mut graph = Self {
            nodes: Vec::new(),
            targets: BTreeMap::new(),
            unknown: Vec::new(),
            ids: BTreeMap::new(),
        };
        graph.add_slots(folder, slots);
        graph.add_routes(folder);
        graph.add_groups(folder);
        let known: Arc<[String]> = graph.ids.keys().filter(|id| id.contains('.')).cloned().collect();
        for (index, (place, when)) in slots.iter().enumerate() {
            let When::Relative(relative) = &when.value else {
                continue;
            };
            if place.edge == Edge::Plain {
                continue;
            }
            match graph.find(&relative.event, place.route.as_deref()) {
                Some((node, kind)) => {
                    graph.targets.insert(index, (node, kind));
                    if let Some(own) = graph.ids.get(&place.event).copied()
                        && let Some(own) = graph.nodes.get_mut(own)
                    {
                        own.needs.push(node);
                    }
                }
                None => graph.unknown.push((index, known.clone())),
            }
        }
        graph
    }

    fn add(&mut self, id: String, what: What, needs: Vec<usize>, kind: EventKind) -> usize {
        let index = self.nodes.len();
        self.ids.insert(id.clone(), index);
        self.nodes.push(Node { id, what, needs, kind });
        index
    }

    /// What stands in the timeline: two slots of one event lie side by side.
    fn add_slots(&mut self, folder: &CampaignFolder, slots: &[(Place, Spanned<When>)]) {
        for (index, (place, _)) in slots.iter().enumerate() {
            if place.edge == Edge::Plain {
                continue;
            }
            let node = match self.ids.get(&place.event) {
                Some(node) => *node,
                None => {
                    // Each student takes part in a route on a day of their own.
                    let what = What::Edges {
                        start: None,
                        end: None,
                        each_day: place.route.is_some(),
                    };
                    let kind = kind_of(folder, &place.event);
                    self.add(place.event.clone(), what, Vec::new(), kind)
                }
            };
            if let Some(What::Edges { start, end, .. }) = self.nodes.get_mut(node).map(|node| &mut node.what) {
                match place.edge {
                    Edge::Start => start.get_or_insert(index),
                    _ => end.get_or_insert(index),
                };
            }
        }
    }

    /// For each route: its sessions, or its window where it has none; and the end of its review.
    fn add_routes(&mut self, folder: &CampaignFolder) {
        for (id, route) in &folder.routes {
            let sessions = self.sessions(id, route);
            let window = self.ids.get(&format!("route.{id}.window")).copied();
            let needs = if sessions.is_empty() {
                window.into_iter().collect()
            } else {
                sessions
            };
            let whole = self.add(format!("route.{id}"), What::Union, needs, EventKind::Shoot);
            if let Some(by) = route.review.as_ref().and_then(review_time) {
                let needs = vec![window.unwrap_or(whole)];
                self.add(format!("route.{id}.review"), What::Later(by), needs, EventKind::Review);
            }
        }
    }

    fn sessions(&self, id: &str, route: &Route) -> Vec<usize> {
        let ids = route
            .sessions
            .iter()
            .map(|session| format!("route.{id}.session.{}", session.id));
        ids.filter_map(|id| self.ids.get(&id).copied()).collect()
    }

    /// What the usual words mean for the whole campaign.
    fn add_groups(&mut self, folder: &CampaignFolder) {
        let of_routes = |graph: &Self, part: &str, with: &dyn Fn(&Route) -> bool| -> Vec<usize> {
            let routes = folder.routes.iter().filter(|(_, route)| with(&route.value));
            routes
                .filter_map(|(id, _)| graph.ids.get(&format!("route.{id}{part}")).copied())
                .collect()
        };
        let mut shoot = of_routes(self, "", &|route| !route.sessions.is_empty());
        if shoot.is_empty() {
            let main = format!("route.{}", folder.campaign.main_route.value);
            shoot.extend(self.ids.get(&main));
        }
        let uploads = |route: &Route| {
            matches!(
                route.kind,
                RouteKind::Online | RouteKind::Upload | RouteKind::SelfUpload
            )
        };
        let any = |_: &Route| true;
        let (upload, review) = (of_routes(self, ".window", &uploads), of_routes(self, ".review", &any));
        let (pay, sign_up) = (of_routes(self, ".payment", &any), of_routes(self, ".sign_up", &any));
        let back = self.ids.get("deadline.return_to_school").copied();
        for (word, needs, kind) in [
            ("采集", shoot, EventKind::Shoot),
            ("上传", upload, EventKind::Upload),
            ("审核", review, EventKind::Review),
            ("缴费", pay, EventKind::Pay),
            ("报名", sign_up, EventKind::SignUp),
            ("返校", back.into_iter().collect(), EventKind::Return),
        ] {
            let what = if needs.is_empty() { What::Never } else { What::Union };
            self.add(word.to_owned(), what, needs, kind);
        }
        self.add("发布".to_owned(), What::Published, Vec::new(), EventKind::Publish);
    }

    /// The node that a word or an id means in a route's file or the campaign's, and what it is called.
    fn find(&self, event: &str, route: Option<&str>) -> Option<(usize, EventKind)> {
        let Some(kind) = EventKind::named(event) else {
            let node = *self.ids.get(event)?;
            return Some((node, self.nodes.get(node)?.kind.clone()));
        };
        let (word, part) = match kind {
            EventKind::SignUp => ("报名", ".sign_up"),
            EventKind::Pay => ("缴费", ".payment"),
            EventKind::Upload => ("上传", ".window"),
            EventKind::Review => ("审核", ".review"),
            EventKind::Publish => ("发布", ""),
            EventKind::Return => ("返校", ""),
            _ => ("采集", ""),
        };
        let of_route = match (&kind, route) {
            (EventKind::Publish | EventKind::Return, _) | (_, None) => None,
            (_, Some(route)) => self.ids.get(&format!("route.{route}{part}")),
        };
        let dated = |node: &&usize| {
            let node = self.nodes.get(**node);
            node.is_some_and(|node| !matches!(node.what, What::Union) || !node.needs.is_empty())
        };
        let node = of_route.filter(dated).or_else(|| self.ids.get(word))?;
        Some((*node, kind))
    }

    /// The id of a node, for messages.
    pub(super) fn name(&self, node: usize) -> String {
        self.nodes.get(node).map(|node| node.id.clone()).unwrap_or_default()
    }

    /// The slot of a node's relative time.
    pub(super) fn relative_slot(&self, node: usize) -> Option<usize> {
        let What::Edges { start, end, .. } = &self.nodes.get(node)?.what else {
            return None;
        };
        [start, end]
            .into_iter()
            .flatten()
            .find(|slot| self.targets.contains_key(slot))
            .copied()
    }

    /// Nodes, each after all that it needs; and the circles, whose nodes are left out together with all that leads into them.
    pub(super) fn order(&self) -> (Vec<usize>, Vec<Vec<usize>>) {
        let mut open: Vec<usize> = self.nodes.iter().map(|node| node.needs.len()).collect();
        let mut needed_by: Vec<Vec<usize>> = vec![Vec::new(); self.nodes.len()];
        for (index, node) in self.nodes.iter().enumerate() {
            for need in &node.needs {
                if let Some(list) = needed_by.get_mut(*need) {
                    list.push(index);
                }
            }
        }
        let mut order: Vec<usize> = (0..self.nodes.len())
            .filter(|index| open.get(*index) == Some(&0))
            .collect();
        let mut at = 0;
        while let Some(node) = order.get(at).copied() {
            at += 1;
            for next in needed_by.get(node).into_iter().flatten() {
                if let Some(count) = open.get_mut(*next) {
                    *count -= 1;
                    if *count == 0 {
                        order.push(*next);
                    }
                }
            }
        }
        (order, self.circles(&open))
    }

    /// Circles among the nodes that still need something: whoever follows the needs must come round.
    fn circles(&self, open: &[usize]) -> Vec<Vec<usize>> {
        let stuck = |node: &usize| open.get(*node).is_some_and(|count| *count > 0);
        let mut walks: BTreeMap<usize, usize> = BTreeMap::new();
        let mut circles = Vec::new();
        for walk in (0..self.nodes.len()).filter(stuck) {
            let mut path: Vec<usize> = Vec::new();
            let mut next = Some(walk);
            while let Some(node) = next {
                if let Some(met) = walks.insert(node, walk) {
                    walks.insert(node, met);
                    let start = path.iter().position(|one| *one == node);
                    circles.extend(start.map(|start| path.split_off(start)));
                    break;
                }
                path.push(node);
                let needs = self.nodes.get(node).map_or(&[][..], |node| &node.needs);
                next = needs.iter().copied().find(stuck);
            }
        }
        circles
    }
}

/// The review as a time after the upload.
fn review_time(review: &Review) -> Option<Relative> {
    Some(Relative {
        event: String::new(),
        side: Side::After,
        count: u32::from(review.within_hours?),
        unit: TimeUnit::Hours,
        about: false,
        found: Found::default(),
    })
}

fn kind_of(folder: &CampaignFolder, event: &str) -> EventKind {
    let campaign = &folder.campaign.value;
    if let Some(id) = event.strip_prefix("deadline.") {
        let found = campaign.deadlines.iter().find(|deadline| deadline.id == id);
        return EventKind::Titled(found.map(|found| found.what.clone()).unwrap_or_default());
    }
    if event.starts_with("verify.") {
        return EventKind::Check;
    }
    if let Some((duty, task)) = event.strip_prefix("duty.").and_then(|rest| rest.split_once('.')) {
        let duties = campaign.duties.iter().filter(|found| found.id.value == duty);
        let found = duties.flat_map(|duty| &duty.tasks).find(|found| found.id.value == task);
        return EventKind::Titled(found.map(|found| found.what.clone()).unwrap_or_default());
    }
    let rest = event.strip_prefix("route.").unwrap_or_default();
    let found = folder.routes.iter().find_map(|(id, route)| {
        let part = rest.strip_prefix(id.as_str())?.strip_prefix('.')?;
        Some((part, &route.value))
    });
    match found {
        Some(("sign_up", _)) => EventKind::SignUp,
        Some(("payment", _)) => EventKind::Pay,
        Some(("window", route)) => match route.kind {
            RouteKind::Upload | RouteKind::SelfUpload => EventKind::Upload,
            _ => EventKind::Titled(route.name.clone()),
        },
        Some((part, route)) => match part.strip_prefix("delivery.") {
            Some(id) => {
                let found = route.delivery.iter().find(|delivery| delivery.id.value == id);
                EventKind::Titled(found.map(|found| found.what.clone()).unwrap_or_default())
            }
            None => EventKind::Shoot,
        },
        None => EventKind::Shoot,
    }
}

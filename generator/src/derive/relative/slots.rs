//! Every place of a campaign where a time stands, always in the same order.

use crate::model::{CampaignFolder, Route, Sourced, Spanned, When};

/// Which side of an event a time is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Edge {
    Start,
    End,
    /// Where only a date can stand, such as a day of publication.
    Plain,
}

/// Where a time stands.
#[derive(Debug, Clone)]
pub(super) struct Place {
    /// Id of the event it belongs to, as in the timeline: `route.onsite.payment`.
    pub(super) event: String,
    pub(super) edge: Edge,
    /// Id of the route in whose file it stands.
    pub(super) route: Option<String>,
    pub(super) file: String,
}

/// Shows each time with its place; it may be changed.
pub(super) fn each_slot(folder: &mut CampaignFolder, show: &mut dyn FnMut(&Place, &mut Spanned<When>)) {
    campaign_slots(&mut folder.campaign, show);
    for (id, route) in &mut folder.routes {
        route_slots(id, route, show);
    }
    for (slug, notice) in &mut folder.notices {
        let place = Place {
            event: format!("notice.{slug}"),
            edge: Edge::Plain,
            route: None,
            file: notice.file.clone(),
        };
        show(&place, &mut notice.value.published);
        for when in [&mut notice.value.publish_at, &mut notice.value.expire_at]
            .into_iter()
            .flatten()
        {
            show(&place, when);
        }
    }
}

fn campaign_slots(campaign: &mut Sourced<crate::model::Campaign>, show: &mut dyn FnMut(&Place, &mut Spanned<When>)) {
    let file = campaign.file.clone();
    let place = |event: &str, edge| Place {
        event: event.to_owned(),
        edge,
        route: None,
        file: file.clone(),
    };
    let campaign = &mut campaign.value;
    show(&place("publish", Edge::Plain), &mut campaign.published);
    for when in [&mut campaign.publish_at, &mut campaign.expire_at]
        .into_iter()
        .flatten()
    {
        show(&place("publish", Edge::Plain), when);
    }
    for allow in &mut campaign.allow {
        if let Some(until) = &mut allow.until {
            show(&place("allow", Edge::Plain), until);
        }
    }
    for deadline in &mut campaign.deadlines {
        let event = format!("deadline.{}", deadline.id);
        if let Some(start) = &mut deadline.start {
            show(&place(&event, Edge::Start), start);
        }
        show(&place(&event, Edge::End), &mut deadline.end);
    }
    for verify in &mut campaign.verification {
        let event = format!("verify.{}", verify.id);
        if let Some(start) = &mut verify.start {
            show(&place(&event, Edge::Start), start);
        }
        if let Some(end) = &mut verify.end {
            show(&place(&event, Edge::End), end);
        }
    }
    for duty in &mut campaign.duties {
        for task in &mut duty.tasks {
            let event = format!("duty.{}.{}", duty.id.value, task.id.value);
            if let Some(due) = &mut task.due {
                show(&place(&event, Edge::End), due);
            }
        }
    }
}

fn route_slots(id: &str, route: &mut Sourced<Route>, show: &mut dyn FnMut(&Place, &mut Spanned<When>)) {
    let file = route.file.clone();
    let mut both = |part: &str, start: Option<&mut Spanned<When>>, end: Option<&mut Spanned<When>>| {
        for (edge, when) in [(Edge::Start, start), (Edge::End, end)] {
            let place = Place {
                event: format!("route.{id}.{part}"),
                edge,
                route: Some(id.to_owned()),
                file: file.clone(),
            };
            if let Some(when) = when {
                show(&place, when);
            }
        }
    };
    let route = &mut route.value;
    if let Some(window) = &mut route.window {
        both("window", window.start.as_mut(), window.end.as_mut());
    }
    if let Some(sign_up) = &mut route.sign_up {
        both("sign_up", sign_up.start.as_mut(), sign_up.end.as_mut());
    }
    if let Some(payment) = &mut route.payment {
        both("payment", payment.start.as_mut(), payment.end.as_mut());
    }
    for session in &mut route.sessions {
        let part = format!("session.{}", session.id);
        both(&part, Some(&mut session.start), session.end.as_mut());
    }
    for delivery in &mut route.delivery {
        let part = format!("delivery.{}", delivery.id.value);
        both(&part, None, delivery.end.as_mut());
    }
}

//! `content/` → `Model`: every file is read for itself, so that one bad file doesn't hide the faults of the next.

use super::holidays;
use super::rules;
use super::{FileTree, ReadError, classes, front_matter, yaml};
use crate::diagnostics::{Finding, Sources, Span};
use crate::model::{
    Campaign, CampaignFolder, ClassList, Edition, Faq, HolidayYear, Model, Notice, Provider, Route, School, Site,
    Sourced, TimetableLock,
};
use rayon::prelude::*;
use serde::de::DeserializeOwned;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use tassel_validator::{Profile, ProfileSpec};

const CONTENT: &str = "content";
const YAML: &[&str] = &["yaml", "yml"];
const MARKDOWN: &[&str] = &["md"];

/// What was read: as much of the model as could be understood, and what was found on the way.
#[derive(Debug)]
pub struct Loaded {
    /// The facts.
    pub model: Model,
    /// Campaigns in English.
    pub editions: Vec<Edition>,
    /// Texts, for snippets.
    pub sources: Sources,
    /// Faults of reading and form.
    pub findings: Vec<Finding>,
    /// Files that could not be understood; rules don't blame others for missing what stands in them.
    pub failed: BTreeSet<String>,
}

pub(super) struct Loader {
    pub(super) tree: FileTree,
    pub(super) sources: Sources,
    pub(super) findings: Vec<Finding>,
    pub(super) failed: BTreeSet<String>,
    pub(super) used: BTreeSet<String>,
}

/// Reads `root/content/`.
///
/// # Errors
/// Only when a folder can't be listed; everything else is a finding.
pub fn load(root: &Path) -> Result<Loaded, ReadError> {
    let tree = FileTree::list(root, CONTENT)?;
    let mut loader = Loader {
        tree,
        sources: Sources::default(),
        findings: Vec::new(),
        failed: BTreeSet::new(),
        used: BTreeSet::new(),
    };
    loader.require_content(root);
    loader.read_texts();
    let model = loader.model();
    let editions = loader.editions(&model);
    loader.report_strays();
    let Loader {
        sources,
        findings,
        failed,
        ..
    } = loader;
    Ok(Loaded {
        model,
        editions,
        sources,
        findings,
        failed,
    })
}

/// Strays in one folder that are named one by one; more of them are a folder in the wrong place.
const MANY_STRAYS: usize = 20;

fn stray(message: String, place: &str) -> Finding {
    let help = "内容放在 site.yaml、schools/、providers/、photo-profiles/、holidays/ 和 campaigns/<届次>/ 的 campaign.yaml、routes/、notices/、faq/、attachments/ 里；看看文件夹名和扩展名有没有写错";
    Finding::of(&rules::S010, message).in_file(place).help(help)
}

impl Loader {
    fn require_content(&mut self, root: &Path) {
        let place = root.join(CONTENT);
        if !place.is_dir() {
            self.findings.push(
                Finding::of(
                    &rules::S001,
                    format!("找不到内容文件夹 {CONTENT}/（在 {} 里）", root.display()),
                )
                .help("在放有 content/ 的文件夹里运行，或把那个文件夹写在命令后面：tassel build 文件夹"),
            );
        } else if self.tree.files().is_empty() {
            self.findings.push(
                Finding::of(&rules::S002, format!("内容文件夹 {CONTENT}/ 是空的"))
                    .help("至少要有 content/site.yaml 和 content/campaigns/<届次>/campaign.yaml"),
            );
        }
    }

    /// Reads all text files at once; what can't be read is a finding and counts as failed.
    fn read_texts(&mut self) {
        let texts: Vec<(String, Result<String, Finding>)> = self
            .tree
            .files()
            .par_iter()
            .filter(|file| !file.contains("/attachments/") && file.ends_with_any(&[".yaml", ".yml", ".md"]))
            .map(|file| (file.clone(), self.tree.text(file)))
            .collect();
        for (file, text) in texts {
            match text {
                Ok(text) => self.sources.insert(file, text),
                Err(finding) => self.fail(&file, finding),
            }
        }
    }

    pub(super) fn fail(&mut self, file: &str, finding: Finding) {
        self.failed.insert(file.to_owned());
        self.findings.push(finding);
    }

    pub(super) fn fail_with(&mut self, file: &str, findings: Vec<Finding>) {
        self.failed.insert(file.to_owned());
        self.findings.extend(findings);
    }

    fn model(&mut self) -> Model {
        let site = self.site();
        let schools = self.folder::<School>("content/schools");
        let providers = self.folder::<Provider>("content/providers");
        let profiles = self.profiles();
        let own = self.folder::<HolidayYear>("content/holidays");
        let campaigns = self
            .campaign_ids()
            .into_iter()
            .filter_map(|id| self.campaign(&id))
            .collect();
        Model {
            site,
            schools,
            providers,
            profiles,
            holidays: holidays::holidays(&own),
            holiday_years: own.into_values().collect(),
            campaigns,
        }
    }

    fn site(&mut self) -> Sourced<Site> {
        let file = "content/site.yaml".to_owned();
        if self.tree.has(&file) {
            if let Some(site) = self.yaml(&file) {
                return site;
            }
        } else if !self.tree.files().is_empty() {
            let finding = Finding::of(&rules::S008, "缺少 content/site.yaml").in_file(&file);
            self.fail(&file, finding.help("新建这个文件，至少写一行“title: 网站名称”"));
        }
        let value = Site {
            title: String::new(),
            description: String::new(),
            theme: "school".to_owned(),
            footer: String::new(),
            allow: Vec::new(),
            levels: Vec::new(),
        };
        Sourced { file, value }
    }

    /// Reads one YAML file; a fault is kept and gives `None`.
    pub(super) fn yaml<T: DeserializeOwned>(&mut self, file: &str) -> Option<Sourced<T>> {
        self.used.insert(file.to_owned());
        let text = self.sources.get(file)?;
        self.findings.extend(yaml::in_chinese_quotes(file, text));
        match yaml::parse(file, text) {
            Ok(value) => Some(Sourced {
                file: file.to_owned(),
                value,
            }),
            Err(findings) => {
                self.fail_with(file, findings);
                None
            }
        }
    }

    /// Stems and paths of a folder's files, with ids checked.
    fn members(&mut self, folder: &str, extensions: &[&str]) -> Vec<(String, String)> {
        let found: Vec<(String, String)> = self
            .tree
            .in_folder(folder, extensions)
            // The English beside a Chinese file is read with it.
            .filter(|(stem, _)| !(extensions == MARKDOWN && stem.ends_with(".en")))
            .map(|(stem, file)| (stem.to_owned(), file.to_owned()))
            .collect();
        for (index, (stem, file)) in found.iter().enumerate() {
            self.check_id(stem, file);
            if let Some((_, first)) = found.iter().take(index).find(|(earlier, _)| earlier == stem) {
                let finding = Finding::of(&rules::K103, format!("{first} 和 {file} 说的是同一个“{stem}”"));
                self.findings.push(finding.in_file(file).help("留下一个，删掉另一个"));
            }
        }
        found
    }

    fn check_id(&mut self, id: &str, file: &str) {
        let fine = !id.is_empty()
            && id
                .bytes()
                .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b"-_".contains(&b));
        if !fine {
            self.findings.push(
                Finding::of(
                    &rules::S009,
                    format!("名字“{id}”要出现在网址里，只能用小写字母、数字、- 和 _"),
                )
                .in_file(file)
                .help("给文件或文件夹改名，例如 2025-benke"),
            );
        }
    }

    fn folder<T: DeserializeOwned>(&mut self, folder: &str) -> BTreeMap<String, Sourced<T>> {
        let mut all = BTreeMap::new();
        for (id, file) in self.members(folder, YAML) {
            if let Some(value) = self.yaml(&file) {
                all.insert(id, value);
            }
        }
        all
    }

    /// Built-in profiles and the site's own, each resolved against the one it extends.
    fn profiles(&mut self) -> BTreeMap<String, Profile> {
        let builtin = tassel_validator::builtin_ids().iter();
        let mut done: BTreeMap<String, Profile> = builtin
            .filter_map(|id| Some(((*id).to_owned(), tassel_validator::builtin(id)?)))
            .collect();
        let mut open: BTreeMap<String, Sourced<ProfileSpec>> = self.folder("content/photo-profiles");
        while !open.is_empty() {
            let ready: Vec<String> = open
                .iter()
                .filter(|(id, spec)| match &spec.value.extends {
                    None => true,
                    Some(parent) => parent == *id || !open.contains_key(parent),
                })
                .map(|(id, _)| id.clone())
                .collect();
            if ready.is_empty() {
                for (_, spec) in std::mem::take(&mut open) {
                    let message = "照片规则的 extends 绕成了一个圈";
                    self.fail(
                        &spec.file,
                        Finding::of(&rules::K104, message)
                            .in_file(&spec.file)
                            .help("让其中一个不再 extends 别的规则"),
                    );
                }
            }
            for id in ready {
                if let Some(spec) = open.remove(&id) {
                    self.resolve(&id, spec, &mut done);
                }
            }
        }
        done
    }

    fn resolve(&mut self, id: &str, spec: Sourced<ProfileSpec>, done: &mut BTreeMap<String, Profile>) {
        let Sourced { file, mut value } = spec;
        value.id.get_or_insert_with(|| id.to_owned());
        let parent = value.extends.clone();
        let found = parent.as_deref().and_then(|parent| done.get(parent));
        if let (Some(parent), None) = (&parent, found) {
            let range = self
                .sources
                .get(&file)
                .and_then(|text| text.find(parent.as_str()).map(|i| i..i + parent.len()));
            let known: Vec<&str> = done.keys().map(String::as_str).collect();
            let finding = Finding::of(&crate::rules::references::K101, format!("没有叫“{parent}”的照片规则"))
                .help(format!("可以写的有：{}", known.join("、")));
            let finding = match range {
                Some(range) => finding.at(Span {
                    file: file.clone(),
                    range,
                }),
                None => finding.in_file(&file),
            };
            return self.fail(&file, finding);
        }
        match value.resolve(found) {
            Ok(profile) => {
                done.insert(id.to_owned(), profile);
            }
            Err(error) => self.fail(&file, Finding::of(&rules::Y007, error.to_string()).in_file(&file)),
        }
    }

    fn campaign_ids(&self) -> Vec<String> {
        let ids: BTreeSet<&str> = self
            .tree
            .files()
            .iter()
            .filter_map(|file| {
                file.strip_prefix("content/campaigns/")?
                    .split_once('/')
                    .map(|(id, _)| id)
            })
            .collect();
        ids.into_iter().map(str::to_owned).collect()
    }

    fn campaign(&mut self, id: &str) -> Option<CampaignFolder> {
        let folder = format!("content/campaigns/{id}");
        let file = ["yaml", "yml"]
            .map(|e| format!("{folder}/campaign.{e}"))
            .into_iter()
            .find(|f| self.tree.has(f));
        self.check_id(id, &folder);
        let Some(file) = file else {
            let inside = format!("{folder}/");
            self.used.extend(
                self.tree
                    .files()
                    .iter()
                    .filter(|file| file.starts_with(&inside))
                    .cloned(),
            );
            let finding = Finding::of(&rules::S008, format!("{folder}/ 里没有 campaign.yaml")).in_file(&folder);
            self.fail(
                &format!("{folder}/campaign.yaml"),
                finding.help("新建 campaign.yaml，或把这个文件夹移出 campaigns/"),
            );
            return None;
        };
        let campaign = self.yaml::<Campaign>(&file);
        let mut routes: Vec<(String, Sourced<Route>)> = self.folder(&format!("{folder}/routes")).into_iter().collect();
        routes.sort_by(|(a, x), (b, y)| (x.order, a).cmp(&(y.order, b)));
        let mut notices = self.markdown::<Notice>(&format!("{folder}/notices"), |notice, body, line| {
            notice.body = body;
            notice.body_line = line;
        });
        notices.sort_by(|(a, x), (b, y)| {
            let moment = |n: &Notice| n.published.value.stamp().map(crate::model::Stamp::first_second);
            (moment(x), a).cmp(&(moment(y), b))
        });
        let mut faq = self.markdown::<Faq>(&format!("{folder}/faq"), |faq, body, line| {
            faq.body = body;
            faq.body_line = line;
        });
        faq.sort_by(|(a, x), (b, y)| (x.order, a).cmp(&(y.order, b)));
        let attachment_files = self.attachment_files(&folder);
        let (classes, lock) = self.classes(&folder);
        let campaign = campaign?;
        Some(CampaignFolder {
            id: id.to_owned(),
            campaign,
            routes,
            notices,
            faq,
            attachment_files,
            classes,
            lock,
        })
    }

    /// The class list, and the times that were announced for it; without a list the times are a stray file.
    fn classes(&mut self, folder: &str) -> (Option<ClassList>, Option<TimetableLock>) {
        let read = classes::read_list(&self.tree, folder, &mut self.sources);
        let listed = !read.files.is_empty();
        if read.list.is_none() {
            self.failed.extend(read.files.iter().cloned());
        }
        self.used.extend(read.files);
        self.findings.extend(read.findings);
        let file = format!("{folder}/timetable.lock.csv");
        if !listed || !self.tree.has(&file) {
            return (read.list, None);
        }
        self.used.insert(file.clone());
        match classes::read_lock(&self.tree, &file, &mut self.sources) {
            Ok(lock) => (read.list, Some(lock)),
            Err(findings) => {
                self.failed.insert(file);
                self.findings.extend(findings);
                (read.list, None)
            }
        }
    }

    fn attachment_files(&mut self, folder: &str) -> Vec<String> {
        let prefix = format!("{folder}/attachments/");
        let files: Vec<String> = self
            .tree
            .files()
            .iter()
            .filter_map(|file| file.strip_prefix(&prefix).map(str::to_owned))
            .collect();
        self.used.extend(files.iter().map(|file| format!("{prefix}{file}")));
        files
    }

    fn markdown<T: DeserializeOwned>(
        &mut self,
        folder: &str,
        put: impl Fn(&mut T, String, usize),
    ) -> Vec<(String, Sourced<T>)> {
        let mut all = Vec::new();
        for (id, file) in self.members(folder, MARKDOWN) {
            self.used.insert(file.clone());
            if self.sources.get(&file).is_none() {
                continue;
            }
            let parts = front_matter::split(&file, &self.sources).map_err(|finding| vec![finding]);
            let read = parts.and_then(|parts| {
                self.findings.extend(yaml::in_chinese_quotes(&file, &parts.yaml));
                let mut value: T = yaml::parse(&file, &parts.yaml)?;
                put(&mut value, parts.body, parts.body_line);
                Ok(value)
            });
            match read {
                Ok(value) => all.push((id, Sourced { file, value })),
                Err(findings) => self.fail_with(&file, findings),
            }
        }
        all
    }

    /// Files that nothing reads: most often a misspelt folder.
    fn report_strays(&mut self) {
        for finding in self.tree.unreadable().to_vec() {
            let path = finding.path().unwrap_or_default().to_owned();
            self.fail(&path, finding);
        }
        for name in self.tree.unnameable() {
            let message = format!("文件名读不出来（不是 UTF-8 编码，多半来自 Windows 压缩包）：{name}");
            self.findings
                .push(Finding::of(&rules::S012, message).help("给文件改名，只用小写字母、数字、- 和 _，再生成一次"));
        }
        let strays = self.tree.files().iter();
        let strays = strays.filter(|file| !self.used.contains(*file) && !self.failed.contains(*file));
        let mut folders: BTreeMap<&str, Vec<&String>> = BTreeMap::new();
        for file in strays {
            let folder = file.rsplit_once('/').map_or("", |(folder, _)| folder);
            folders.entry(folder).or_default().push(file);
        }
        for (folder, files) in folders {
            if files.len() > MANY_STRAYS {
                let message = format!("{folder}/ 里有 {} 个文件没有被用到", files.len());
                self.findings.push(stray(message, folder));
                continue;
            }
            for file in files {
                self.findings.push(stray(format!("{file} 没有被用到"), file));
            }
        }
    }
}

trait EndsWithAny {
    fn ends_with_any(&self, ends: &[&str]) -> bool;
}

impl EndsWithAny for str {
    fn ends_with_any(&self, ends: &[&str]) -> bool {
        ends.iter().any(|end| self.ends_with(end))
    }
}

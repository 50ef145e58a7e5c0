//! The validator in the browser and the one in `tassel` say the same about the same bytes.

use serde_json::{Value, json};
use tassel_tests::{Browser, Server, Tassel, browser, photos, repository_site};

const PROFILES: &[&str] = &["xueli2017", "cet", "passport"];

/// The report without what may differ: the time it took, the path that the file lay at, and the map that is drawn from it.
fn comparable(mut report: Value) -> Value {
    let fields = report.as_object_mut().expect("a report is an object");
    assert!(fields.remove("ms").is_some(), "a report says how long it took");
    // Only the page draws the map of the background, so only it asks for one.
    fields.remove("heat");
    fields.insert("file".to_owned(), json!("the file"));
    report
}

/// What `tassel photo check` says of every photo, in order.
fn natively(profile: &str, files: &[(&str, Vec<u8>)]) -> Vec<Value> {
    let folder = tempfile::tempdir().unwrap();
    let mut args = vec!["photo", "check", "--profile", profile, "--format", "json"];
    for (name, bytes) in files {
        std::fs::write(folder.path().join(name), bytes).unwrap();
        args.push(name);
    }
    let run = Tassel::new(args).within(folder.path()).run().expect_code(1);
    let reports: Vec<Value> = serde_json::from_str(&run.stdout).expect("--format json prints an array");
    reports.into_iter().map(comparable).collect()
}

#[test]
fn native_and_wasm_reports_are_equal() {
    let site = repository_site();
    let files = site.files();
    let find = |end: &str| {
        let found = files
            .iter()
            .find(|path| path.contains("tassel_validator") && path.ends_with(end));
        found
            .unwrap_or_else(|| panic!("the site has no tassel_validator*{end}"))
            .as_str()
    };
    let server = Server::start(&site.out());
    // A page of the test's own, so that reports come straight from the module, not through the page's drawing.
    server.put("bare.html", b"<!doctype html><title>bare</title>");
    let browser = Browser::start();
    browser.open(&server.url("bare.html"));
    let load = "
        await new Promise((resolve, reject) => {
            const script = document.createElement('script');
            script.src = arguments[0]; script.onload = resolve; script.onerror = reject;
            document.head.append(script);
        });
        window.profiles = arguments[2];
        await wasm_bindgen({ module_or_path: arguments[1] });
        const kept = [];
        for (const [place, address] of arguments[3].entries()) {
            kept.push(wasm_bindgen.add_model(place, new Uint8Array(await (await fetch(address)).arrayBuffer())));
        }
        return kept;";
    let page = site.page("self-check/index.html");
    let data = page
        .select("script#profiles")
        .first()
        .expect("the page carries its profiles")
        .text()
        .collect::<String>();
    let data: Value = serde_json::from_str(&data).unwrap();
    let profiles = data["profiles"].clone();
    // The page names its models relative to itself.
    let models = page.attributes("#self-check", "data-models").concat();
    let models: Vec<String> = models
        .split(' ')
        .map(|address| server.url(address.trim_start_matches("../")))
        .collect();
    let kept = browser.run_async(
        load,
        &[
            json!(server.url(find(".js"))),
            json!(server.url(find(".wasm"))),
            profiles,
            json!(models),
        ],
    );
    assert_eq!(kept, json!([true, true, true, true, true]), "every model is read");

    let photos = photos::all();
    let check = "
        const bytes = Uint8Array.from(atob(arguments[0]), letter => letter.charCodeAt(0));
        const profile = JSON.stringify(window.profiles[arguments[2]]);
        return wasm_bindgen.check_in_steps(bytes, arguments[1], profile, 'zh', undefined, () => undefined);";
    let mut different = Vec::new();
    for profile in PROFILES {
        for ((name, bytes), native) in photos.iter().zip(natively(profile, &photos)) {
            let args = [json!(browser::encode_base64(bytes)), json!(name), json!(profile)];
            let text = browser.run(check, &args);
            let wasm = comparable(serde_json::from_str(text.as_str().unwrap()).unwrap());
            assert!(!wasm["checks"].as_array().unwrap().is_empty());
            if wasm != native {
                different.push(format!("{profile}, {name}:\n  native {native}\n  wasm   {wasm}"));
            }
        }
    }
    assert!(
        different.is_empty(),
        "{} reports differ:\n{}",
        different.len(),
        different.join("\n")
    );
}

//! The first of the README's two commands, typed as a newcomer types it; the second one runs this test.

use std::fs;
use std::process::Command;

use tassel_tests::repository;

#[test]
fn cargo_xtask_site_makes_the_site_and_says_how_to_look_at_it() {
    let root = repository();
    let public = root.join("public");
    // Only what this command made before goes: the manifest says so.
    if public.join("manifest.json").is_file() {
        fs::remove_dir_all(&public).unwrap();
    }
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo)
        .args(["xtask", "site"])
        .current_dir(&root)
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}");
    assert!(said.contains("public/index.html"), "{said}");
    for page in [
        "index.html",
        "self-check/index.html",
        "szu-2020/index.html",
        "hqu-2025/self-check/index.html",
    ] {
        assert!(public.join(page).is_file(), "{page} is missing\n{said}");
    }
}

#[test]
fn the_readme_names_the_two_commands() {
    let readme = fs::read_to_string(repository().join("README.md")).unwrap();
    assert!(readme.contains("cargo xtask site") && readme.contains("cargo xtask test"));
    // Every picture and every file that the README links is there.
    for link in readme.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
        let local = !link.contains("://") && !link.starts_with('#');
        assert!(!local || repository().join(link).exists(), "README links {link}");
    }
}

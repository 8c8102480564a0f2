//! All files of a bundle, made from what it rests on.

use super::descriptor::{self, DESCRIPTOR};
use super::gathered::{Gathered, Inputs, LeftOut};
use super::lock::{self, LOCK, Lock, LockedData, LockedFramework, SUMS, Withheld};
use super::{Error, Files, Run, citation, codebook, commands, crate_metadata, readme, sum};
use crate::cite::{self, Request};
use crate::model::Package;

/// The files of a bundle. The same inputs give the same bytes.
///
/// # Errors
///
/// Where a resource states no licence, the day is not known, or a command fails.
pub fn contents(inputs: Inputs<'_>, run: Run<'_>) -> Result<Files, Error> {
    let day = inputs.day.map(str::to_owned).or_else(|| whole_day(inputs.package)).ok_or(Error::NoDay)?;
    let slugs: Vec<String> = inputs.partnerships.iter().map(|p| p.slug(&inputs.package.parties)).collect();
    let request = Request { partnerships: inputs.partnerships, window: inputs.window };
    let cited = cite::cite(inputs.framework, inputs.package, request).map_err(|e| Error::Uncited(e.to_string()))?;
    let title = match slugs.as_slice() {
        [one] => format!("Replication package for the score card of {one}, {}", inputs.window),
        many => format!("Replication package for a comparison of {} partnerships, {}", many.len(), inputs.window),
    };
    let resources = descriptor::resources(inputs.texts)?;
    let mut gathered =
        Gathered { day, title, slugs, resources, commands: Vec::new(), left_out: Vec::new(), cited, inputs };
    let mut files = data(&gathered);
    files.insert(commands::framework_file(&inputs), inputs.framework_text.as_bytes().to_vec());
    for words in commands::commands(&inputs) {
        let figure = words.first().is_some_and(|verb| verb == "plot");
        match run(inputs.framework, inputs.package, &words) {
            Ok(made) => {
                files.extend(made);
                gathered.commands.push(words);
            }
            // A figure that has nothing to show, or no room for it, is no fault of the results; it is named.
            Err(why) if figure => gathered.left_out.push(LeftOut { command: words.join(" "), why }),
            Err(why) => return Err(Error::Command { command: words.join(" "), why }),
        }
    }
    files.insert("run.sh".into(), commands::script(&gathered.commands).into_bytes());
    files.insert("codebook.md".into(), codebook::page(&gathered).into_bytes());
    files.insert("CITATION.cff".into(), citation::file(&gathered).into_bytes());
    files.insert("README.md".into(), readme::page(&gathered, &files).into_bytes());
    let name = format!("replication-{}", gathered.inputs.package.name);
    let named = (name.as_str(), gathered.inputs.package.version.as_str(), gathered.day.as_str());
    let descriptor = descriptor::of_bundle(&gathered.title, &gathered.resources, &files, named)?;
    files.insert(DESCRIPTOR.into(), descriptor.into_bytes());
    let metadata = crate_metadata::file(&gathered, &files)?;
    files.insert(crate_metadata::NAME.into(), metadata.into_bytes());
    let lock = locked(&gathered, &files);
    let lock = serde_json::to_string_pretty(&lock).map_err(|e| Error::Unwritten(e.to_string()))? + "\n";
    files.insert(LOCK.into(), lock.into_bytes());
    let sums = lock::sums(&files);
    files.insert(SUMS.into(), sums.into_bytes());
    Ok(files)
}

/// The day up to which the package speaks, where it names one and not a month or a year.
fn whole_day(package: &Package) -> Option<String> {
    package.created.map(|day| day.to_string()).filter(|day| day.len() == "2026-11-29".len())
}

/// The package's own files, but those that may not be passed on, for which there is a recipe.
fn data(gathered: &Gathered<'_>) -> Files {
    let withheld = gathered.withheld();
    let is_withheld = |path: &str| withheld.iter().any(|r| r.path == path);
    let texts = gathered.inputs.texts.iter().filter(|(path, _)| !is_withheld(path));
    let mut files: Files =
        texts.map(|(path, text)| (format!("{}/{path}", commands::DATA), text.as_bytes().to_vec())).collect();
    if !withheld.is_empty() {
        let recipe = descriptor::recipe(&withheld, gathered.inputs.package, gathered.inputs.built_in);
        files.insert(format!("{}/RECIPES.md", commands::DATA), recipe.into_bytes());
    }
    files
}

fn locked(gathered: &Gathered<'_>, files: &Files) -> Lock {
    let Inputs { framework, package, built_in, window, .. } = gathered.inputs;
    let withheld = gathered.withheld().into_iter().map(|r| Withheld {
        file: r.path.clone(),
        sha256: r.sha256.clone(),
        bytes: r.bytes,
        licence: r.licence.title.clone(),
    });
    Lock {
        format: Lock::format(),
        spscore: env!("CARGO_PKG_VERSION").to_owned(),
        target: lock::target(),
        date: gathered.day.clone(),
        framework: LockedFramework {
            code: framework.code.clone(),
            version: framework.version.clone(),
            sha256: framework.sha256.clone(),
            file: commands::framework_file(&gathered.inputs),
        },
        data: LockedData {
            name: package.name.clone(),
            version: package.version.clone(),
            sha256: package.sha256.clone(),
            built_in,
            withheld: withheld.collect(),
        },
        partnerships: gathered.slugs.clone(),
        window: format!("{}-{}", window.from(), window.to()),
        not_drawn: gathered.left_out.iter().map(|left| format!("spscore {}: {}", left.command, left.why)).collect(),
        commands: gathered.commands.iter().map(|words| format!("spscore {}", words.join(" "))).collect(),
        files: files.iter().map(|(name, bytes)| (name.clone(), sum(bytes))).collect(),
    }
}

//! `spscore bundle` and `spscore verify`: the commands of a bundle are run as if they had been typed, and give bytes.

use std::path::Path;

use clap::Parser;

use super::output::{self, ProtectedFiles};
use super::verb::{Args, Verb};
use super::{Failure, Outcome, args, cite, compare, deliver, evaluate, input, plot, rivals};
use crate::bundle::{self, Files, Inputs, LOCK, Lock, archive};
use crate::files;
use crate::load;
use crate::model::{Framework, Package};

pub(super) fn run(args: &args::Bundle) -> Result<Outcome, Failure> {
    if !args.frameworks.is_empty() {
        return Err(rivals::bundled(&args.frameworks));
    }
    let inputs = &args.scope.inputs;
    let protected = ProtectedFiles::of(inputs);
    may_replace(&args.out, args.force, &protected)?;
    let texts = load::package_texts(inputs.data.as_deref()).map_err(|e| input::unloaded(&e))?;
    let named = match (&inputs.framework, &inputs.data) {
        (Some(framework), _) => framework.clone(),
        (None, data) => input::own_framework(data.as_deref(), &input::package(data.as_deref())?),
    };
    let framework_text = load::framework_text(&named).map_err(|e| input::unloaded(&e))?;
    let framework = input::framework(&named)?;
    // As it lies in the bundle, so that whoever verifies it reads the same.
    let package = load::package_of("data", texts.clone()).map_err(|e| input::unloaded(&e))?;
    load::declared_codes(&package, &framework).map_err(|e| input::nothing_scored(Outcome::BadInput, &e))?;
    let partnerships = input::peers_and_named(&framework, &package.parties, args.peers, &args.slugs)?;
    let made_from = Inputs {
        framework: &framework,
        framework_text: &framework_text,
        package: &package,
        texts: &texts,
        built_in: inputs.data.is_none(),
        partnerships: &partnerships,
        window: args.scope.window.unwrap_or(framework.window),
        day: args.date.as_deref(),
    };
    let files = bundle::contents(made_from, &mut ran).map_err(|e| {
        let outcome = if e == bundle::Error::NoDay { Outcome::BadUsage } else { Outcome::BadInput };
        Failure::new(outcome, e.to_string())
    })?;
    let bytes = archive::write(&files).map_err(Failure::unwritten)?;
    output::write_bytes(&args.out, &bytes, &protected)?;
    let lock = Lock::of(&files).map_err(Failure::unwritten)?;
    let withheld: Vec<&str> = lock.data.withheld.iter().map(|w| w.file.as_str()).collect();
    output::remark(&said(args, &files, &withheld))?;
    Ok(Outcome::Done)
}

/// What is to be known of the bundle.
fn said(args: &args::Bundle, files: &Files, withheld: &[&str]) -> String {
    let out = args.out.display();
    let mut text = format!("{out}: {} files\n", files.len());
    if !withheld.is_empty() {
        text += &format!("Left out {} (their licence forbids to pass them on; data/RECIPES.md)\n", withheld.join(", "));
    }
    text + &format!("Next     spscore verify {out}\n")
}

pub(super) fn verify(args: &args::Verify) -> Result<Outcome, Failure> {
    let shown = args.file.display();
    let refused = |why: String| Failure::new(Outcome::BadInput, format!("{shown}: error: {why}; nothing was run"));
    args.output.format()?;
    let protected = ProtectedFiles::default().with("the bundle", Some(&args.file));
    output::may_write(args.output.out.as_deref(), &protected)?;
    if let Some(folder) = &args.keep {
        output::is_new(folder)?;
    }
    let bytes = files::whole(&args.file, archive::LARGEST_ARCHIVE)
        .map_err(|e| Failure::new(Outcome::Unreachable, format!("{shown}: error: cannot be read: {e}")))?;
    let found = archive::read(&bytes).map_err(|e| refused(e.to_string()))?;
    let data = args.data.as_deref();
    let supplied = data.map(|dir| load::package_texts(Some(dir))).transpose().map_err(|e| input::unloaded(&e))?;
    let verified = bundle::verify(&found, supplied.as_ref(), &mut ran).map_err(|e| refused(e.to_string()))?;
    if let Some(folder) = &args.keep {
        let made: Vec<(&str, &[u8])> =
            verified.made.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
        output::write_tree(folder, &made, &protected)?;
    }
    deliver::result(&verified, &args.output, false, &protected)?;
    Ok(if verified.identical() { Outcome::Done } else { Outcome::BadInput })
}

/// The files that a command would write.
fn ran(framework: &Framework, package: &Package, words: &[String]) -> Result<Vec<(String, Vec<u8>)>, String> {
    let typed = std::iter::once("spscore".to_owned()).chain(words.iter().cloned());
    let args = Args::try_parse_from(typed).map_err(|e| e.to_string())?;
    let to = |out: Option<&Path>, made: deliver::Written| {
        let name = out.map(|path| path.display().to_string()).unwrap_or_default();
        vec![(name, made.in_file().into_owned())]
    };
    let made = match &args.verb {
        Verb::Evaluate(a) => {
            let window = a.options.scope.window.unwrap_or(framework.window);
            let made = evaluate::made(a, framework, package, window);
            made.map(|(made, _)| to(a.options.output.out.as_deref(), made))
        }
        Verb::Compare(a) => {
            let window = a.options.scope.window.unwrap_or(framework.window);
            let made = compare::made(a, framework, package, window);
            made.map(|(made, _)| to(a.options.output.out.as_deref(), made))
        }
        Verb::Cite(a) => {
            let window = a.scope.window.unwrap_or(framework.window);
            cite::made(a, framework, package, window).map(|(made, _)| to(a.out.as_deref(), made))
        }
        Verb::Plot(a) => {
            let window = a.scope.window.unwrap_or(framework.window);
            plot::files(a, framework, package, window)
        }
        _ => return Err("this is no command of a bundle".to_owned()),
    };
    made.map_err(|failure| failure.message)
}

/// Whether a bundle may be written there: not over what is read, and over nothing but a bundle.
fn may_replace(out: &Path, force: bool, protected: &ProtectedFiles) -> Result<(), Failure> {
    protected.check(out)?;
    if force || !out.exists() || !out.is_file() {
        return Ok(());
    }
    let ours = files::whole(out, archive::LARGEST_ARCHIVE)
        .is_ok_and(|bytes| bytes.is_empty() || archive::read(&bytes).is_ok_and(|files| files.contains_key(LOCK)));
    if ours {
        return Ok(());
    }
    let message = "error: this is no bundle, and would be lost; nothing was written";
    let hint = "  hint: write to a file of another name, or add --force to replace it";
    Err(Failure::new(Outcome::BadUsage, format!("{}: {message}\n{hint}", out.display())))
}

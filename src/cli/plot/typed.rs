//! What the file beside a figure of a table states: the command line that makes it again, and of what it is made.

use std::path::Path;

use serde_json::{Value, json};

use super::quoted;
use crate::chart::{Aspect, Figure, Style};
use crate::cli::args::{self, LanguageName};
use crate::model::Index;

/// Everything needed to make the figure again, and the words to print with it.
pub(super) fn papers(
    args: &args::Plot,
    kind: &str,
    index: &Index,
    source: Value,
    style: Style,
    figure: &Figure,
) -> Value {
    json!({
        "command": of_table(args, kind),
        "spscore": env!("CARGO_PKG_VERSION"),
        "kind": kind,
        "framework": { "code": index.code, "version": index.version, "sha256": index.sha256 },
        "source": source,
        "width_mm": style.width,
        "height_mm": figure.height,
        "title": figure.title,
        "caption": figure.caption,
        "alt": figure.alt,
    })
}

/// What was typed, without what is usual. A figure of this kind is of a table, of a framework, or of the peers as rows.
fn of_table(args: &args::Plot, kind: &str) -> String {
    let mut words = vec!["spscore".to_owned(), "plot".into(), kind.to_owned()];
    let path = |p: &Path| p.display().to_string();
    words.extend(args.words.iter().skip(1).map(|unit| quoted(unit)));
    if !args.tabled.named() && Aspect::ALL.iter().any(|a| a.name() == kind) {
        words.push("--peers".into());
    }
    if let [data, meta] = args.tabled.coinr.as_slice() {
        words.extend(["--coinr".to_owned(), quoted(&path(data)), quoted(&path(meta))]);
    }
    if let Some(file) = &args.tabled.coin_tool {
        words.extend(["--coin-tool".to_owned(), quoted(&path(file))]);
    }
    let mut option = |name: &str, value: Option<String>| {
        words.extend(value.into_iter().flat_map(|v| [name.to_owned(), quoted(&v)]));
    };
    option("--table", args.tabled.table.as_deref().map(path));
    option("--separator", args.tabled.separator.map(|c| c.to_string()));
    option("--decimal", args.tabled.decimal.map(|mark| mark.character().to_string()));
    option("--sheet", args.tabled.sheet.clone());
    option("--methods", args.tabled.methods.as_deref().map(path));
    option("--node", args.node.clone());
    option("--against", args.against.clone());
    option("--draws", args.draws.map(|n| n.to_string()));
    option("--base-points", args.base_points.map(|n| n.to_string()));
    option("--seed", args.seed.map(|n| n.to_string()));
    option("--width", args.width.map(|w| format!("{w}mm")));
    option("--height", args.height.map(|h| format!("{h}mm")));
    option("--dpi", (args.dpi != 300).then(|| args.dpi.to_string()));
    let theme = match args.theme {
        args::ThemeName::Paper => None,
        args::ThemeName::Screen => Some("screen"),
        args::ThemeName::Mono => Some("mono"),
    };
    option("--theme", theme.map(str::to_owned));
    option("--lang", (args.lang == LanguageName::Ru).then(|| "ru".to_owned()));
    option("--window", args.scope.window.map(|w| format!("{}-{}", w.from(), w.to())));
    option("--data", args.scope.inputs.data.as_deref().map(path));
    option("--framework", args.scope.inputs.framework.as_deref().map(path));
    option("--title", args.title.clone());
    if args.no_title {
        words.push("--no-title".into());
    }
    words.extend(["-o".to_owned(), quoted(&args.out.as_deref().map_or_else(String::new, path))]);
    words.join(" ")
}

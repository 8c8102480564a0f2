//! What an indicator measures: the measures a framework file may name, and the settings each of them takes.

use std::collections::{BTreeMap, HashMap};

use toml::Spanned;

use super::declared_form::{is_a_ladder, ladder};
use super::framework_file::{RawExpected, RawIndicator, RawTexts, RawThroughTime};
use super::reader::Reader;
use crate::diagnostic::Problem;
use crate::model::framework::{Expected, Measure, Mentions, Prior, Texts};
use crate::model::platform::{Platform, ThroughTime};

impl Reader<'_> {
    /// What is measured from each side must be directed, and what is the same from either side must not; codings may be
    /// either.
    fn direction(&mut self, raw: &RawIndicator, measure: &Spanned<String>) {
        let sides = ["mention_rate", "relative_attention", "mention_regularity", "manner", "agreement_on_issues"];
        let from_each_side = sides.contains(&measure.get_ref().as_str());
        if measure.get_ref() != "coded" && raw.directed != from_each_side {
            let (is, hint) = if from_each_side {
                ("from each side", "add `directed = true`")
            } else {
                ("for both sides together", "take `directed` out")
            };
            self.report_with_hint(measure.span().start, format!("`{}` is measured {is}", measure.get_ref()), hint);
        }
    }

    /// A file that declares platforms has said what there is; any other name would count as unknown for everybody.
    fn known_platforms(&mut self, raw: &RawIndicator) {
        let Some(platforms) = &raw.platforms else { return };
        self.known_kinds(platforms.get_ref(), platforms.span().start, "platform");
    }

    fn known_kinds(&mut self, names: &[String], offset: usize, what: &str) {
        let known: Vec<String> = self.platforms.iter().map(|p| p.code.clone()).collect();
        for name in names.iter().filter(|n| !known.is_empty() && !known.contains(n)) {
            let nearest = self.searches.nearest("platform", name, known.iter().map(String::as_str));
            let declared = || format!("declare it with [[platform]], or take one of: {}", known.join(", "));
            let hint = nearest.map_or_else(declared, |n| format!("did you mean `{n}`?"));
            self.report_with_hint(offset, format!("unknown {what} `{name}`"), hint);
        }
    }

    /// What the platforms are called, and the kinds of rows that document those held for a term at a time.
    fn of_platforms(
        &mut self,
        raw: &RawIndicator,
        platforms: &[String],
        settings: &mut Settings,
    ) -> (BTreeMap<String, String>, BTreeMap<String, Vec<String>>) {
        let titles = settings.take("platform_titles", &raw.platform_titles).unwrap_or_default();
        let terms = settings.take("terms", &raw.terms).unwrap_or_default();
        let at = |offset: Option<usize>| offset.unwrap_or(raw.code.span().start);
        let offsets =
            [at(raw.platform_titles.as_ref().map(|s| s.span().start)), at(raw.terms.as_ref().map(|s| s.span().start))];
        let named = titles.keys().map(|key| (offsets[0], "platform_titles", key));
        for (offset, key, name) in named.chain(terms.keys().map(|key| (offsets[1], "terms", key))) {
            if !platforms.contains(name) {
                let message = format!("`{key}` speaks of `{name}`, which is none of the platforms");
                self.report_with_hint(offset, message, "add it to `platforms`, or take it out here");
            }
        }
        for (name, kinds) in &terms {
            self.known_kinds(kinds, offsets[1], "kind of row");
            if !distinct(kinds) {
                let message = format!("`terms` has no kinds of rows for `{name}`, or one twice");
                self.report_with_hint(offsets[1], message, format!("write terms = {{ {name} = [\"{name}\"] }}"));
            }
        }
        (titles, terms)
    }

    pub(super) fn measure(&mut self, raw: &RawIndicator, rows: bool) -> Option<Measure> {
        if rows {
            return self.column(raw);
        }
        let Some(name) = &raw.measure else {
            let indicator = raw.code.get_ref().clone();
            self.report(raw.code.span().start, Problem::NoDataSource { indicator });
            return None;
        };
        if let (Some(_), Some(second)) = (&raw.prior_words, &raw.prior_mentions) {
            let message = format!("`{}` has a prior in words and one in mentions", raw.code.get_ref());
            self.report_with_hint(second.span().start, message, "take one of `prior_words` and `prior_mentions` out");
            return None;
        }
        let mut settings = Settings::of(raw);
        let sound = |c: &Vec<u8>| !c.is_empty() && c.iter().all(|c| (1..=99).contains(c));
        let made = match name.get_ref().as_str() {
            // Every setting is taken before any is validated, so that none is reported as having no effect.
            "mention_rate" => {
                let (prior, mentions) = (settings.prior(raw), settings.mentions(raw));
                prior.and_then(|prior| Ok(Measure::MentionRate { prior, mentions: mentions? }))
            }
            "relative_attention" => {
                let (prior, mentions) = (settings.prior(raw), settings.mentions(raw));
                prior.and_then(|prior| Ok(Measure::RelativeAttention { prior, mentions: mentions? }))
            }
            "mention_regularity" => {
                let expected = raw.prior_mentions.is_some();
                let expected = expected.then(|| settings.positive("prior_mentions", &raw.prior_mentions)).transpose();
                let mentions = settings.mentions(raw);
                expected.and_then(|expected| Ok(Measure::MentionRegularity { expected, mentions: mentions? }))
            }
            "manner" => {
                settings.positive("prior_mentions", &raw.prior_mentions).map(|expected| Measure::Manner { expected })
            }
            "trade_preference" => {
                let expected = settings.optional("expected", &raw.expected).map_or(Expected::default(), Expected::from);
                Ok(Measure::TradePreference { expected })
            }
            "mutual_trade_share" => Ok(Measure::MutualTradeShare),
            "trade_mass" => Ok(Measure::TradeMass),
            "trade_trend" => settings
                .checked("trend_years", &raw.trend_years, |years| (3..=50).contains(years))
                .map(|years| Measure::TradeTrend { years }),
            "trade_member_breadth" => Ok(Measure::TradeMemberBreadth),
            "arms_preference" => settings
                .share("minimum_share", &raw.minimum_share)
                .map(|minimum_share| Measure::ArmsPreference { minimum_share }),
            "arms_share" => Ok(Measure::ArmsShare),
            "arms_member_breadth" => settings
                .share("minimum_share", &raw.minimum_share)
                .map(|minimum_share| Measure::ArmsMemberBreadth { minimum_share }),
            "salience_overlap" => settings
                .positive("prior_words", &raw.prior_words)
                .map(|prior_words| Measure::SalienceOverlap { prior_words }),
            "agreement_on_issues" => settings.positive("prior_words", &raw.prior_words).and_then(|prior_words| {
                let texts = match settings.optional("texts", &raw.texts) {
                    Some(RawTexts::Series) => Texts::Series,
                    Some(RawTexts::Issue) | None => Texts::Issue,
                };
                let minimum_coverage = match &raw.minimum_coverage {
                    Some(_) => Some(settings.share("minimum_coverage", &raw.minimum_coverage)?),
                    None => None,
                };
                Ok(Measure::AgreementOnIssues { prior_words, texts, minimum_coverage })
            }),
            "status" => {
                let replaced_by = settings.optional("replaced_by", &raw.replaced_by);
                let rungs = settings.checked("ladder", &raw.ladder, is_a_ladder);
                rungs.map(|rungs| Measure::Status { ladder: ladder(rungs, replaced_by) })
            }
            "institutions" => {
                self.known_platforms(raw);
                settings.checked("platforms", &raw.platforms, |p| distinct(p))
            }
            .and_then(|platforms| {
                let minimum_share = settings.share("minimum_share", &raw.minimum_share)?;
                let (titles, terms) = self.of_platforms(raw, &platforms, &mut settings);
                let through_time = match settings.take("through_time", &raw.through_time) {
                    Ok(RawThroughTime::Common) => ThroughTime::Common,
                    Ok(RawThroughTime::Each) | Err(_) => ThroughTime::Each,
                };
                let declared = &self.platforms;
                let platforms = platforms.into_iter().map(|code| {
                    let platform = declared.iter().find(|p| p.code == code).cloned();
                    let platform = platform.unwrap_or_else(|| Platform::plain(code.as_str()));
                    let title = titles.get(&code).cloned().or_else(|| platform.title.clone());
                    Platform { title, terms: terms.get(&code).cloned().unwrap_or_default(), ..platform }
                });
                Ok(Measure::Institutions { platforms: platforms.collect(), minimum_share, through_time })
            }),
            "product_diversity" => Ok(Measure::ProductDiversity),
            "technology_relative" => settings
                .checked("chapters", &raw.chapters, sound)
                .map(|chapters| Measure::TechnologyRelative { chapters }),
            "critical_goods" => {
                settings.checked("chapters", &raw.chapters, sound).map(|chapters| Measure::CriticalGoods { chapters })
            }
            "coded" => Ok(Measure::Coded),
            other => {
                let nearest = self.searches.nearest("measure", other, MEASURES.iter().copied());
                let hint =
                    nearest.map_or("docs/framework.md lists the measures".into(), |n| format!("did you mean `{n}`?"));
                self.report_with_hint(name.span().start, format!("unknown measure `{other}`"), hint);
                return None;
            }
        };
        let at = raw.code.span().start;
        for (key, offset) in settings.unused() {
            let message = format!("`{key}` means nothing to measure `{}`", name.get_ref());
            self.report_with_hint(offset, message, "take the key out");
        }
        self.direction(raw, name);
        made.map_err(|(key, offset)| {
            let message = format!("measure `{}` of `{}` needs a sensible `{key}`", name.get_ref(), raw.code.get_ref());
            self.report_with_hint(
                offset.unwrap_or(at),
                message,
                "docs/framework.md lists the settings of each measure",
            );
        })
        .ok()
    }

    /// The rows of a table hold their indicators ready.
    fn column(&mut self, raw: &RawIndicator) -> Option<Measure> {
        let settings = Settings::of(raw).unused();
        let measure = raw.measure.as_ref().map(|m| ("measure", m.span().start));
        for (key, offset) in measure.into_iter().chain(settings) {
            let message = format!("`{key}` means nothing for the column of a table");
            self.report_with_hint(offset, message, "take the key out; the indicator is the column with its code");
        }
        Some(Measure::Column)
    }
}

/// At least one, none twice.
fn distinct(names: &[String]) -> bool {
    !names.is_empty() && names.iter().enumerate().all(|(i, n)| !names.iter().take(i).any(|earlier| earlier == n))
}

/// The words a framework file may use for `measure`.
pub const MEASURES: [&str; 20] = [
    "mention_rate",
    "relative_attention",
    "mention_regularity",
    "manner",
    "trade_preference",
    "mutual_trade_share",
    "trade_mass",
    "trade_trend",
    "trade_member_breadth",
    "arms_preference",
    "arms_share",
    "arms_member_breadth",
    "salience_overlap",
    "agreement_on_issues",
    "status",
    "institutions",
    "product_diversity",
    "technology_relative",
    "critical_goods",
    "coded",
];

impl From<RawExpected> for Expected {
    fn from(raw: RawExpected) -> Self {
        match raw {
            RawExpected::Independence => Expected::Independence,
            RawExpected::QuasiIndependence => Expected::QuasiIndependence,
        }
    }
}

type Unfit = (&'static str, Option<usize>);

/// The settings that stand in one indicator; those its measure does not take are reported.
struct Settings(HashMap<&'static str, usize>);

impl Settings {
    fn of(raw: &RawIndicator) -> Self {
        let at = [
            ("prior_words", raw.prior_words.as_ref().map(|s| s.span().start)),
            ("prior_mentions", raw.prior_mentions.as_ref().map(|s| s.span().start)),
            ("mentions", raw.mentions.as_ref().map(|s| s.span().start)),
            ("minimum_share", raw.minimum_share.as_ref().map(|s| s.span().start)),
            ("trend_years", raw.trend_years.as_ref().map(|s| s.span().start)),
            ("platforms", raw.platforms.as_ref().map(|s| s.span().start)),
            ("platform_titles", raw.platform_titles.as_ref().map(|s| s.span().start)),
            ("terms", raw.terms.as_ref().map(|s| s.span().start)),
            ("through_time", raw.through_time.as_ref().map(|s| s.span().start)),
            ("chapters", raw.chapters.as_ref().map(|s| s.span().start)),
            ("texts", raw.texts.as_ref().map(|s| s.span().start)),
            ("minimum_coverage", raw.minimum_coverage.as_ref().map(|s| s.span().start)),
            ("ladder", raw.ladder.as_ref().map(|s| s.span().start)),
            ("replaced_by", raw.replaced_by.as_ref().map(|s| s.span().start)),
            ("expected", raw.expected.as_ref().map(|s| s.span().start)),
        ];
        Settings(at.into_iter().filter_map(|(k, o)| Some((k, o?))).collect())
    }

    fn take<T: Clone>(&mut self, key: &'static str, value: &Option<Spanned<T>>) -> Result<T, Unfit> {
        self.0.remove(key);
        value.as_ref().map(|v| v.get_ref().clone()).ok_or((key, None))
    }

    /// A setting that may be left out.
    fn optional<T: Clone>(&mut self, key: &'static str, value: &Option<Spanned<T>>) -> Option<T> {
        self.take(key, value).ok()
    }

    /// The setting if it is valid; otherwise the error says where it stands.
    fn checked<T: Clone>(
        &mut self,
        key: &'static str,
        value: &Option<Spanned<T>>,
        sensible: impl Fn(&T) -> bool,
    ) -> Result<T, Unfit> {
        let offset = value.as_ref().map(|v| v.span().start);
        self.take(key, value).and_then(|v| if sensible(&v) { Ok(v) } else { Err((key, offset)) })
    }

    fn positive(&mut self, key: &'static str, value: &Option<Spanned<f64>>) -> Result<f64, Unfit> {
        self.checked(key, value, |v| *v > 0.0 && *v <= 1e9)
    }

    /// `prior_words` or `prior_mentions`; that both stand there was reported before.
    fn prior(&mut self, raw: &RawIndicator) -> Result<Prior, Unfit> {
        match &raw.prior_mentions {
            Some(_) => self.positive("prior_mentions", &raw.prior_mentions).map(Prior::Mentions),
            None if raw.prior_words.is_none() => Err(("prior_words` or `prior_mentions", None)),
            None => self.positive("prior_words", &raw.prior_words).map(Prior::Words),
        }
    }

    /// Which mentions count; all where nothing is said.
    fn mentions(&mut self, raw: &RawIndicator) -> Result<Mentions, Unfit> {
        self.0.remove("mentions");
        match raw.mentions.as_ref().map(|m| (m.get_ref().as_str(), m.span().start)) {
            None | Some(("all", _)) => Ok(Mentions::All),
            Some(("valid", _)) => Ok(Mentions::Valid),
            Some((_, offset)) => Err(("mentions = \"all\"` or `mentions = \"valid\"", Some(offset))),
        }
    }

    fn share(&mut self, key: &'static str, value: &Option<Spanned<f64>>) -> Result<f64, Unfit> {
        self.checked(key, value, |v| (0.0..=1.0).contains(v))
    }

    fn unused(&self) -> Vec<(&'static str, usize)> {
        let mut rest: Vec<_> = self.0.iter().map(|(k, o)| (*k, *o)).collect();
        rest.sort_unstable();
        rest
    }
}

//! Which factors a framework declares, by the words of the file.

use super::Factors;

impl Factors {
    /// The words of what only partnerships have.
    pub const OF_PARTNERSHIPS: [&str; 13] = [
        "scale",
        "floor",
        "status",
        "window",
        "prior",
        "prior_mentions",
        "mentions",
        "issues",
        "peers",
        "threshold",
        "tenure",
        "grades",
        "left_out",
    ];
    /// The words of what only tables have.
    pub const OF_TABLES: [&str; 6] =
        ["normalisation", "winsorisation", "aggregation", "imputation", "indicators", "units"];

    /// The words of the file, those that are declared.
    pub fn declared(&self) -> Vec<&'static str> {
        self.all().into_iter().filter(|(_, said)| *said).map(|(word, _)| word).collect()
    }

    /// Every word with whether it is declared.
    pub fn all(&self) -> [(&'static str, bool); 23] {
        [
            ("data", self.data.is_some()),
            ("goalposts", self.goalposts.is_some()),
            ("scale", self.scale.is_some()),
            ("floor", self.floor.is_some()),
            ("status", self.status.is_some()),
            ("weights", self.weights.is_some()),
            ("power", self.power.is_some()),
            ("window", self.window.is_some()),
            ("prior", self.prior.is_some()),
            ("prior_mentions", self.prior_mentions.is_some()),
            ("mentions", self.mentions.is_some()),
            ("issues", self.issues.is_some()),
            ("peers", self.peers.is_some()),
            ("threshold", self.threshold.is_some()),
            ("tenure", self.tenure.is_some()),
            ("grades", self.grades.is_some()),
            ("left_out", self.left_out.is_some()),
            ("normalisation", self.normalisation.is_some()),
            ("winsorisation", self.winsorisation.is_some()),
            ("aggregation", self.aggregation.is_some()),
            ("imputation", self.imputation.is_some()),
            ("indicators", self.indicators.is_some()),
            ("units", self.units.is_some()),
        ]
    }

    /// Only these factors; the others do not vary.
    pub fn only(&self, words: &[&str]) -> Factors {
        fn kept<T: Clone>(words: &[&str], word: &str, factor: &Option<T>) -> Option<T> {
            factor.clone().filter(|_| words.contains(&word))
        }
        Factors {
            data: kept(words, "data", &self.data),
            goalposts: kept(words, "goalposts", &self.goalposts),
            scale: kept(words, "scale", &self.scale),
            floor: kept(words, "floor", &self.floor),
            status: kept(words, "status", &self.status),
            weights: kept(words, "weights", &self.weights),
            power: kept(words, "power", &self.power),
            window: kept(words, "window", &self.window),
            prior: kept(words, "prior", &self.prior),
            prior_mentions: kept(words, "prior_mentions", &self.prior_mentions),
            mentions: kept(words, "mentions", &self.mentions),
            issues: kept(words, "issues", &self.issues),
            peers: kept(words, "peers", &self.peers),
            threshold: kept(words, "threshold", &self.threshold),
            tenure: kept(words, "tenure", &self.tenure),
            grades: kept(words, "grades", &self.grades),
            left_out: kept(words, "left_out", &self.left_out),
            normalisation: kept(words, "normalisation", &self.normalisation),
            winsorisation: kept(words, "winsorisation", &self.winsorisation),
            aggregation: kept(words, "aggregation", &self.aggregation),
            imputation: kept(words, "imputation", &self.imputation),
            indicators: kept(words, "indicators", &self.indicators),
            units: kept(words, "units", &self.units),
        }
    }
}

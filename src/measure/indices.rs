//! The arithmetic of the indicators: numbers in, number out.

use std::cmp::Ordering;

/// Revealed preference in -1..=1: `RP = (OR - 1)/(OR + 1)`, `OR = t_ab (t_w - t_a - t_b + t_ab) / ((t_a - t_ab)(t_b - t_ab))`.
///
/// `t_ab` is the flow between a and b, `t_a` and `t_b` their totals, `t_w` the total of all. This is Yule's Q of the two-by-two
/// table, and Iapadre's revealed trade preference `(HI - HE)/(HI + HE)` (Hamanaka, ADB Working Paper 455). 0 is what the margins
/// predict. No flow gives -1; a flow where the rest of the world has none gives +1; `None` when both are nothing, or when the
/// flow exceeds a total.
///
/// Worked example: a = 100, b = 50, flow 10, world 1000: OR = 10 x 860 / (90 x 40) = 2.389, RP = 0.4099.
pub fn revealed_preference(t_ab: f64, t_a: f64, t_b: f64, t_w: f64) -> Option<f64> {
    // A flow larger than a total it is part of has no meaning; a difference of rounding error is none.
    let rest = |total: f64| (total - t_ab > -1e-9 * total.abs()).then_some((total - t_ab).max(0.0));
    let here = t_ab * (t_w - t_a - t_b + t_ab);
    let elsewhere = rest(t_a)? * rest(t_b)?;
    (here + elsewhere > 0.0).then(|| (here - elsewhere) / (here + elsewhere))
}

/// `(x - 1)/(x + 1)` of a ratio x >= 0, in -1..=1; 0 where the ratio is 1. Worked example: twice as much is 1/3.
pub fn relative(ratio: f64) -> f64 {
    if ratio.is_infinite() { 1.0 } else { (ratio - 1.0) / (ratio + 1.0) }
}

/// Breadth net of size: `1 - 0.5 sum |s_m - b_m|`, 0..=1, from amounts of the flow and of the benchmark by member.
///
/// `None` when either sums to nothing. Worked example: flow 3 and 1, benchmark 1 and 1: 1 - 0.5 (0.25 + 0.25) = 0.75.
pub fn breadth(flow: &[f64], benchmark: &[f64]) -> Option<f64> {
    let (s, b): (f64, f64) = (flow.iter().sum(), benchmark.iter().sum());
    (s > 0.0 && b > 0.0)
        .then(|| 1.0 - 0.5 * flow.iter().zip(benchmark).map(|(x, y)| (x / s - y / b).abs()).sum::<f64>())
}

/// Herfindahl's concentration `H = sum s^2` of amounts; `None` when they sum to nothing. 1/H is the effective number.
///
/// Worked example: 3 and 1 have H = 0.5625 + 0.0625 = 0.625, as concentrated as 1.6 equal members.
pub fn concentration(amounts: &[f64]) -> Option<f64> {
    let sum: f64 = amounts.iter().sum();
    (sum > 0.0).then(|| amounts.iter().map(|a| (a / sum).powi(2)).sum())
}

/// `H* = (H - 1/n)/(1 - 1/n)`: 0 for n equal shares, 1 for one. Worked example: H = 0.625, n = 2 gives 0.25.
pub fn normalised_concentration(h: f64, n: usize) -> f64 {
    let even = 1.0 / n.max(2) as f64;
    (h - even) / (1.0 - even)
}

/// A rate shrunk towards a base rate: `r = (M + b B)/(W + B)`, per word.
///
/// `mentions` M in `words` W, base rate `base` b per word, prior weight `prior_words` B. Worked example: 0 mentions in 10,000
/// words at a base of 2 per 10,000 and B = 10,000 is 1 per 10,000.
pub fn shrunk_rate(mentions: f64, words: f64, base: f64, prior_words: f64) -> f64 {
    (mentions + base * prior_words) / (words + prior_words)
}

/// The share of `held` speeches with a mention, `D/N`; with a prior of k expected speeches at the base share b of all others, it is
/// `(D + k)/(N + k/b)`.
///
/// Worked number: 1 of 47 speeches, one expected at a base share of 0.5: 2/49 = 0.0408.
pub fn regularity(naming: f64, held: f64, prior: Option<(f64, f64)>) -> f64 {
    prior.map_or(naming / held, |(expected, base)| (naming + expected) / (held + expected / base))
}

/// How often a party speaks of an issue, beside all others; both per word.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct IssueRate {
    /// The issue's place in the package's list.
    pub issue: usize,
    pub rate: f64,
    pub base: f64,
}

impl IssueRate {
    /// What the party speaks of more than the world does: `e = max(0, r - b)`.
    pub fn excess(self) -> f64 {
        (self.rate - self.base).max(0.0)
    }
}

/// Ruzicka overlap of two parties' shares of attention `q = r / sum r` over the issues both have, in 0..=1; `None` where a
/// side speaks of none. Both lists ascend by issue; `without` leaves one issue out.
///
/// Worked number: rates 1 and 3 against 1 and 1 are shares 1/4, 3/4 and 1/2, 1/2: 0.75 / 1.25 = 0.6.
pub fn overlap(a: &[IssueRate], b: &[IssueRate], without: Option<usize>) -> Option<f64> {
    let both = || {
        let left = a.iter().filter(|x| Some(x.issue) != without);
        beside(left, |x| x.issue, b, |y| y.issue).map(|(x, y)| (x.rate, y.rate))
    };
    let (sum_a, sum_b) = both().fold((0.0, 0.0), |(a, b), (x, y)| (a + x, b + y));
    let (low, high) = both().fold((0.0, 0.0), |(low, high): (f64, f64), (x, y)| {
        let (x, y) = (x / sum_a, y / sum_b);
        (low + x.min(y), high + x.max(y))
    });
    (high > 0.0 && sum_a > 0.0 && sum_b > 0.0).then(|| low / high)
}

/// What two lists that ascend by a key have under the same key.
fn beside<'a, L, R>(
    left: impl Iterator<Item = &'a L>,
    of_left: impl Fn(&L) -> usize,
    mut right: &'a [R],
    of_right: impl Fn(&R) -> usize,
) -> impl Iterator<Item = (&'a L, &'a R)>
where
    L: 'a,
{
    left.filter_map(move |own| {
        while let Some((first, rest)) = right.split_first() {
            match of_right(first).cmp(&of_left(own)) {
                Ordering::Less => right = rest,
                Ordering::Equal => return Some((own, first)),
                Ordering::Greater => return None,
            }
        }
        None
    })
}

/// Agreement weighted by one side's excess attention, `sum e g / sum e`, in 0..=1; `None` where nothing it is sensitive to was
/// put to a vote. `on` has issue and agreement, ascending by issue; `without` leaves one issue out.
///
/// Worked number: excess 2 with agreement 0.5 and excess 1 with 0.8 are 0.6.
pub fn agreement(of: &[IssueRate], on: &[(usize, f64)], without: Option<usize>) -> Option<f64> {
    let sides = of.iter().filter(|s| Some(s.issue) != without);
    let pairs = beside(sides, |s| s.issue, on, |(issue, _)| *issue);
    let (weighted, voted) = pairs.fold((0.0, 0.0), |(weighted, voted), (side, (_, agreement))| {
        (weighted + side.excess() * agreement, voted + side.excess())
    });
    (voted > 0.0).then(|| weighted / voted)
}

/// Agreement on an issue over its recurring texts: the mean over texts of the mean over a text's years of the mean over that
/// year's votes on it, 0..=1; `None` without any vote.
///
/// `texts` holds for each text its years, and for each year the agreement on every vote of that year. Each text weighs the same,
/// and so does each of its years: were every state to vote on each text as it always did, the figure would be the same whichever
/// texts happen to be voted on, or held, in a year. A text or a year without votes is left out.
///
/// Worked number: one text at 0.6 in one year and 0.4 in the next, another voted once at 0.2: (0.5 + 0.2) / 2 = 0.35.
pub fn over_texts(texts: &[Vec<Vec<f64>>]) -> Option<f64> {
    let of_text = |years: &Vec<Vec<f64>>| mean(years.iter().filter_map(|votes| mean(votes.iter().copied())));
    mean(texts.iter().filter_map(of_text))
}

/// The arithmetic mean; `None` of nothing. Worked number: 1 and 2 have 1.5.
pub fn mean(values: impl Iterator<Item = f64>) -> Option<f64> {
    let (sum, n) = values.fold((0.0, 0_usize), |(sum, n), x| (sum + x, n + 1));
    (n > 0).then(|| sum / n as f64)
}

/// What agreement may be where issues with `unvoted` of the attention were never put to a vote: all of it at 0, and at 1.
///
/// `weighted` is sum e g and `voted` sum e over the issues voted on, `unvoted` sum e over the others. Worked number: 0.1 of 0.2,
/// and 0.8 unvoted: 0.1 to 0.9.
pub fn agreement_within(weighted: f64, voted: f64, unvoted: f64) -> (f64, f64) {
    let all = voted + unvoted;
    (weighted / all, (weighted + unvoted) / all)
}

/// The geometric mean of two shares. Worked number: 0.1 and 0.4 are 0.2.
pub fn mutual_share(in_a: f64, in_b: f64) -> f64 {
    (in_a * in_b).sqrt()
}

/// The slope of the least-squares line through (x, y); `None` for fewer than two different x.
///
/// Worked example: (1, 1), (2, 3), (3, 2) have slope 0.5.
pub fn slope(points: &[(f64, f64)]) -> Option<f64> {
    let n = points.len() as f64;
    let (mx, my) = (points.iter().map(|p| p.0).sum::<f64>() / n, points.iter().map(|p| p.1).sum::<f64>() / n);
    let sxx: f64 = points.iter().map(|p| (p.0 - mx).powi(2)).sum();
    let sxy: f64 = points.iter().map(|p| (p.0 - mx) * (p.1 - my)).sum();
    (sxx > 0.0).then(|| sxy / sxx)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(found: Option<f64>, expected: f64) {
        let found = found.expect("a value");
        assert!((found - expected).abs() < 1e-12, "{found} is not {expected}");
    }

    #[test]
    fn worked_examples() {
        let or = 10.0 * 860.0 / (90.0 * 40.0);
        close(revealed_preference(10.0, 100.0, 50.0, 1000.0), (or - 1.0) / (or + 1.0));
        close(revealed_preference(0.0, 100.0, 50.0, 1000.0), -1.0);
        close(revealed_preference(50.0, 100.0, 50.0, 1000.0), 1.0);
        assert_eq!(revealed_preference(0.0, 0.0, 50.0, 1000.0), None);
        assert_eq!(revealed_preference(60.0, 50.0, 80.0, 1000.0), None);
        close(Some(relative(2.0)), 1.0 / 3.0);
        close(Some(relative(f64::INFINITY)), 1.0);
        close(breadth(&[3.0, 1.0], &[1.0, 1.0]), 0.75);
        assert_eq!(breadth(&[0.0, 0.0], &[1.0, 1.0]), None);
        close(concentration(&[3.0, 1.0]), 0.625);
        close(Some(normalised_concentration(0.625, 2)), 0.25);
        close(Some(shrunk_rate(0.0, 10_000.0, 2e-4, 10_000.0)), 1e-4);
        // One expected mention at 2 per 10,000 words is 5,000 words: (3 + 1)/(10,000 + 5,000).
        close(Some(shrunk_rate(3.0, 10_000.0, 2e-4, 1.0 / 2e-4)), 4.0 / 15_000.0);
        close(Some(regularity(1.0, 47.0, Some((1.0, 0.5)))), 2.0 / 49.0);
        close(Some(regularity(3.0, 5.0, None)), 0.6);
        let rates = |of: &[(usize, f64, f64)]| -> Vec<IssueRate> {
            of.iter().map(|(issue, rate, base)| IssueRate { issue: *issue, rate: *rate, base: *base }).collect()
        };
        let (a, b) = (rates(&[(0, 1.0, 0.0), (1, 3.0, 0.0), (2, 9.0, 0.0)]), rates(&[(0, 1.0, 0.0), (1, 1.0, 0.0)]));
        close(overlap(&a, &b, None), 0.6);
        close(overlap(&a, &b, Some(1)), 1.0);
        assert_eq!(overlap(&a, &[], None), None);
        let of = rates(&[(0, 3.0, 1.0), (1, 2.0, 1.0), (2, 1.0, 5.0)]);
        close(agreement(&of, &[(0, 0.5), (1, 0.8), (2, 0.0)], None), 0.6);
        close(agreement(&of, &[(0, 0.5), (1, 0.8)], Some(0)), 0.8);
        assert_eq!(agreement(&of, &[(2, 0.4)], None), None);
        close(over_texts(&[vec![vec![0.6], vec![0.4]], vec![vec![0.2]]]), 0.35);
        // Two votes on one text in a year weigh as one; a year without votes and a text without years are left out.
        close(over_texts(&[vec![vec![0.8, 0.4], vec![], vec![0.0]], vec![]]), 0.3);
        assert_eq!(over_texts(&[vec![vec![]], vec![]]), None);
        let (low, high) = agreement_within(0.1, 0.2, 0.8);
        close(Some(low), 0.1);
        close(Some(high), 0.9);
        close(slope(&[(1.0, 1.0), (2.0, 3.0), (3.0, 2.0)]), 0.5);
        assert_eq!(slope(&[(1.0, 1.0)]), None);
    }

    /// Yule's Q equals Iapadre's (HI - HE)/(HI + HE), from either side.
    #[test]
    fn preference_is_the_same_from_either_side() {
        let (t_ab, t_a, t_b, t_w) = (12.0, 90.0, 70.0, 900.0);
        let seen_from = |own: f64, other: f64| {
            let s = t_ab / own;
            let v = (other - t_ab) / (t_w - own);
            let (hi, he) = (s / v, (1.0 - s) / (1.0 - v));
            (hi - he) / (hi + he)
        };
        close(revealed_preference(t_ab, t_a, t_b, t_w), seen_from(t_a, t_b));
        close(revealed_preference(t_ab, t_b, t_a, t_w), seen_from(t_b, t_a));
    }

    /// Where nothing can be said there is no value, and no 0/0.
    #[test]
    fn nothing_against_nothing_has_no_value() {
        // The flow is all that either side has, and all there is.
        assert_eq!(revealed_preference(10.0, 10.0, 10.0, 10.0), None);
        assert_eq!(breadth(&[1.0, 1.0], &[0.0, 0.0]), None);
        assert_eq!(concentration(&[0.0, 0.0]), None);
        let rates = |rate: f64| [0, 1].map(|issue| IssueRate { issue, rate, base: 0.0 });
        assert_eq!(overlap(&rates(0.0), &rates(1.0), None), None);
        assert_eq!(overlap(&rates(1.0), &rates(0.0), None), None);
        assert_eq!(overlap(&rates(0.0), &rates(0.0), None), None);
    }

    /// A total of 10^12 may miss its part by 100, which is rounding error at that size, and not by a millionth.
    #[test]
    fn rounding_error_is_measured_by_the_total() {
        close(revealed_preference(1e12 + 100.0, 1e12, 5e12, 1e13), 1.0);
        assert_eq!(revealed_preference(1e12 + 1e6, 1e12, 5e12, 1e13), None);
    }

    /// Attention of 2 in all, of which 0.4 was voted on and 0.2 agreed with: 0.2/2 to 1.8/2.
    #[test]
    fn what_was_not_voted_on_is_a_share_of_all() {
        let (low, high) = agreement_within(0.2, 0.4, 1.6);
        close(Some(low), 0.1);
        close(Some(high), 0.9);
    }
}

//! An indicator's treatment as the kernel takes it.

use crate::model::method;
use crate::scoring::treat;

/// The treatment of the kernel; nothing where values stay as they are.
pub(super) fn treatment(how: &method::Treatment) -> Option<treat::Treatment> {
    match how {
        method::Treatment::None {} => None,
        method::Treatment::Winsorise { skewness, kurtosis, points, then, combine } => {
            Some(treat::Treatment::Outliers {
                limits: treat::Limits { skewness: *skewness, kurtosis: *kurtosis },
                winsorise: treat::Cap::Points(*points),
                curve: then.map(curve),
                combine: *combine,
            })
        }
        method::Treatment::WinsorisePoints { high, low } => Some(treat::Treatment::Points { high: *high, low: *low }),
        method::Treatment::Transform { by } => Some(treat::Treatment::Always(curve(*by))),
    }
}

fn curve(by: method::Curve) -> crate::scoring::curve::Curve {
    use crate::scoring::curve::{Curve, Power};
    match by {
        method::Curve::Ln {} => Curve::Ln,
        method::Curve::LnPlus { shift } => Curve::LnShifted { shift },
        method::Curve::LnShifted { share } => Curve::LnOfRange { a: share },
        method::Curve::LnFromOne {} => Curve::LnFromOne,
        method::Curve::LnGii {} => Curve::Gii,
        method::Curve::LnSigned {} => Curve::LnSigned,
        method::Curve::BoxCox { lambda, from_one } => {
            Curve::BoxCox { power: lambda.map_or(Power::MaximumLikelihood, Power::Given), from_one }
        }
    }
}

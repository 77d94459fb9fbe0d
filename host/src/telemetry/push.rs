//! A Pushgateway: one group a job, campaign and Odoo.
//!
//! Metrics are put beside those of the group (`POST`): a run that failed does not know the last success, and replacing the whole group
//! (`PUT`) would take it away.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE;

use super::exposition::{Facts, exposition};
use crate::config::Push;
use crate::odoo::http_client;

/// Pushes a run's metrics.
///
/// # Errors
/// One sentence: the gateway cannot be reached, or refuses them. No address and no login is in it.
pub async fn push(to: &Push, facts: &Facts<'_>) -> Result<(), String> {
    let text = exposition(facts).map_err(|error| error.to_string())?;
    let client = http_client(to.timeout).map_err(|error| error.without_url().to_string())?;
    let mut request = client.post(address(to, facts)).header("content-type", "text/plain; version=0.0.4").body(text);
    if let Some((username, password)) = &to.login {
        request = request.basic_auth(username, Some(password.expose()));
    }
    let answer = request.send().await.map_err(|error| match error.is_timeout() {
        true => "no answer in time".to_owned(),
        false => error.without_url().to_string(),
    })?;
    match answer.status() {
        status if status.is_success() => Ok(()),
        status => Err(format!("it answers {}", status.as_u16())),
    }
}

/// Where the group of this campaign is.
fn address(to: &Push, facts: &Facts<'_>) -> String {
    let base = to.url.as_str().trim_end_matches('/');
    let labels = [("job", to.job.as_str()), ("campaign", facts.campaign), ("odoo", facts.odoo)];
    let path: String = labels.iter().map(|(label, value)| group(label, value)).collect();
    format!("{base}/metrics{path}")
}

/// A label of the group's key; what is more than letters and digits goes in base64, as a slash can stand nowhere else.
fn group(label: &str, value: &str) -> String {
    if !value.is_empty() && value.chars().all(|letter| letter.is_ascii_alphanumeric() || "-_".contains(letter)) {
        return format!("/{label}/{value}");
    }
    match URL_SAFE.encode(value).as_str() {
        "" => format!("/{label}@base64/="),
        encoded => format!("/{label}@base64/{encoded}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_is_plain_or_in_base64() {
        assert_eq!(group("campaign", "Voice_2"), "/campaign/Voice_2");
        assert_eq!(group("campaign", "a/b"), "/campaign@base64/YS9i");
        assert_eq!(group("campaign", ""), "/campaign@base64/=");
    }
}

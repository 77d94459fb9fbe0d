//! Settings: one JSON object that the host has checked against the strategy's schema and filled with its defaults.

use serde::de::DeserializeOwned;

/// Reads the request's settings. No text counts as no settings.
///
/// # Errors
/// One sentence that names the setting which cannot be used.
pub fn parse<T: DeserializeOwned>(settings: &str) -> Result<T, String> {
    let settings = if settings.trim().is_empty() { "{}" } else { settings };
    let mut json = serde_json::Deserializer::from_str(settings);
    let parsed = serde_path_to_error::deserialize(&mut json).map_err(|error| {
        let said = error.inner().to_string();
        // The operator did not write this JSON: its lines and columns would only mislead.
        let what = said.split(" at line ").next().unwrap_or_default();
        match error.path().to_string().as_str() {
            // What is no JSON at all has no path.
            "." | "?" => format!("the settings cannot be used: {what}"),
            path => format!("the setting `{path}` cannot be used: {what}"),
        }
    })?;
    json.end().map_err(|_| "the settings are more than one JSON object".to_owned())?;
    Ok(parsed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(serde::Deserialize, Debug, Default, PartialEq)]
    #[serde(default, deny_unknown_fields)]
    struct Settings {
        ramp_up: Option<RampUp>,
    }

    #[derive(serde::Deserialize, Debug, PartialEq)]
    #[serde(deny_unknown_fields)]
    struct RampUp {
        days: u32,
    }

    #[test]
    fn no_text_is_no_settings() {
        assert_eq!(parse::<Settings>(""), Ok(Settings::default()));
    }

    #[test]
    fn an_error_names_the_setting() {
        let error = parse::<Settings>(r#"{"ramp_up": {"days": "ten"}}"#).unwrap_err();
        assert_eq!(error, "the setting `ramp_up.days` cannot be used: invalid type: string \"ten\", expected u32");
        let error = parse::<Settings>(r#"{"rampup": {}}"#).unwrap_err();
        assert!(error.starts_with("the setting `rampup` cannot be used: unknown field `rampup`"), "{error}");
        assert!(parse::<Settings>("{").unwrap_err().starts_with("the settings cannot be used: "));
        assert!(parse::<Settings>("{}{}").is_err());
    }
}

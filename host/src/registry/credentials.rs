//! Whose name a registry hears: variables, or the file that `docker login` and its kin write. No helper is run.

use std::collections::HashMap;
use std::ffi::OsString;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;

use super::error::RegistryError;
use crate::files::read_whole;
use crate::odoo::Secret;

/// The variables of a login; they go before the file.
const USERNAME: &str = "ODLM_REGISTRY_USERNAME";
const PASSWORD: &str = "ODLM_REGISTRY_PASSWORD";
/// The registry that they are for, where it is not any that is named.
const REGISTRY: &str = "ODLM_REGISTRY";
/// Where the folder of the file is when it is not `.docker` in the home folder.
const FOLDER: &str = "DOCKER_CONFIG";
/// The largest file of logins that is read, in bytes.
const LOGINS_BYTES: usize = 1 << 20;

/// A login.
#[derive(Clone, Debug)]
pub struct Login {
    pub(super) username: String,
    pub(super) password: Secret,
}

#[derive(Deserialize)]
struct Logins {
    #[serde(default)]
    auths: HashMap<String, Entry>,
}

#[derive(Deserialize)]
struct Entry {
    auth: Option<String>,
    username: Option<String>,
    password: Option<String>,
}

/// The login for a registry, `HOST[:PORT]`: none where nobody has given one. `variable` is the environment.
///
/// # Errors
/// Half a login, or a file that makes no sense.
pub fn login(registry: &str, variable: &dyn Fn(&str) -> Option<OsString>) -> Result<Option<Login>, RegistryError> {
    let text = |name| variable(name).and_then(|value| value.into_string().ok()).filter(|value| !value.is_empty());
    match (text(USERNAME), text(PASSWORD)) {
        (Some(username), Some(password)) if text(REGISTRY).is_none_or(|own| names(&own, registry)) => {
            return Ok(Some(Login { username, password: Secret::new(password) }));
        }
        (None, None) | (Some(_), Some(_)) => {}
        (Some(_), None) => return Err(RegistryError::HalfLogin { set: USERNAME, unset: PASSWORD }),
        (None, Some(_)) => return Err(RegistryError::HalfLogin { set: PASSWORD, unset: USERNAME }),
    }
    let folder = variable(FOLDER).filter(|folder| !folder.is_empty()).map(PathBuf::from);
    let folder = folder.or_else(|| Some(Path::new(&variable("HOME")?).join(".docker")));
    match folder {
        Some(folder) => of_file(&folder.join("config.json"), registry),
        None => Ok(None),
    }
}

fn of_file(path: &Path, registry: &str) -> Result<Option<Login>, RegistryError> {
    let wrong = |detail: &str| RegistryError::Logins { path: path.to_owned(), detail: detail.to_owned() };
    let bytes = match read_whole(path, LOGINS_BYTES) {
        Ok(bytes) => bytes.ok_or_else(|| wrong("it is larger than 1 MiB"))?,
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => return Ok(None),
        Err(error) => return Err(wrong(&error.to_string())),
    };
    // The library's own words may quote what stands in the file.
    let logins: Logins = serde_json::from_slice(&bytes).map_err(|_| wrong("it is not the JSON of logins"))?;
    let Some(entry) = logins.auths.iter().find(|(key, _)| names(key, registry)).map(|(_, entry)| entry) else {
        return Ok(None);
    };
    let login = match (&entry.auth, &entry.username, &entry.password) {
        (Some(auth), ..) if !auth.is_empty() => {
            let decoded = STANDARD.decode(auth.trim()).ok().and_then(|bytes| String::from_utf8(bytes).ok());
            let decoded = decoded.as_deref().and_then(|plain| plain.split_once(':'));
            let (username, password) = decoded.ok_or_else(|| wrong("an `auth` of it is no login"))?;
            Some((username.to_owned(), password.trim_end_matches('\0').to_owned()))
        }
        (_, Some(username), Some(password)) => Some((username.clone(), password.clone())),
        _ => None,
    };
    Ok(login.map(|(username, password)| Login { username, password: Secret::new(password) }))
}

/// Whether a key of the file is for a registry: older tools write it as an address.
fn names(key: &str, registry: &str) -> bool {
    let bare = key.trim_start_matches("https://").trim_start_matches("http://");
    bare.split('/').next().is_some_and(|host| host.eq_ignore_ascii_case(registry))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str, registry: &str) -> Result<Option<(String, String)>, RegistryError> {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("config.json"), text).unwrap();
        let place = folder.path().as_os_str().to_owned();
        let login = login(registry, &|name| (name == FOLDER).then(|| place.clone()))?;
        Ok(login.map(|login| (login.username, login.password.expose().to_owned())))
    }

    #[test]
    fn a_login_of_the_variables_goes_to_the_registry_that_they_name() {
        let of = |own: Option<&str>| {
            let own = own.map(OsString::from);
            let variable = |name: &str| match name {
                USERNAME | PASSWORD => Some("ci".into()),
                REGISTRY => own.clone(),
                _ => None,
            };
            login("one.example:5000", &variable).unwrap().is_some()
        };
        assert!(of(None) && of(Some("")) && of(Some("one.example:5000")) && of(Some("https://ONE.example:5000/v2/")));
        assert!(!of(Some("one.example")) && !of(Some("two.example:5000")));
    }

    #[test]
    fn a_login_is_found_under_its_registry_alone() {
        let kim = STANDARD.encode("kim:hunter2:x");
        let file = format!(
            r#"{{"auths":{{"registry.example:5000":{{"auth":"{kim}"}},"https://other.example/v1/":{{"username":"lee","password":"p"}},
                "helped.example":{{}}}},"credsStore":"desktop"}}"#
        );
        let login = |username: &str, password: &str| Ok(Some((username.to_owned(), password.to_owned())));
        assert_eq!(found(&file, "registry.example:5000"), login("kim", "hunter2:x"));
        assert_eq!(found(&file, "other.example"), login("lee", "p"));
        for nobody in ["registry.example", "example", "helped.example"] {
            assert_eq!(found(&file, nobody), Ok(None), "{nobody}");
        }
    }

    #[test]
    fn a_file_that_makes_no_sense_is_told_without_what_is_in_it() {
        for wrong in
            ["{\"auths\": hunter2", "{\"auths\":{\"a\":{\"auth\":\"hunter2\"}}}", "{\"auths\":{\"a\":\"hunter2\"}}"]
        {
            let error = found(wrong, "a").unwrap_err();
            assert!(matches!(error, RegistryError::Logins { .. }) && !error.to_string().contains("hunter2"), "{error}");
        }
    }

    #[test]
    fn the_variables_go_first_and_come_in_pairs() {
        let pair = |name: &str| {
            [(USERNAME, "kim"), (PASSWORD, "x")].iter().find(|(key, _)| *key == name).map(|(_, value)| value.into())
        };
        let found = login("a", &pair).unwrap().unwrap();
        assert_eq!((found.username.as_str(), found.password.expose()), ("kim", "x"));
        assert_eq!(format!("{found:?}"), r#"Login { username: "kim", password: *** }"#);
        let half = |name: &str| (name == USERNAME).then(|| "kim".into());
        assert!(matches!(login("a", &half), Err(RegistryError::HalfLogin { unset: PASSWORD, .. })));
        assert!(login("a", &|_| None).unwrap().is_none());
    }
}

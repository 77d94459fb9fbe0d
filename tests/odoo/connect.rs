//! The contract of connecting: which API is chosen, who is calling, and what each wrong connection is called.

use odlm::odoo::{Connection, ErrorKind, OdooRead, Protocol, ReadCall, ReadMethod, Secret, connect};
use odlm::sandbox::SandboxOptions;
use serde_json::json;
use tokio::net::TcpListener;

use super::server::Server;
use super::site::everywhere;

async fn refused(connection: &Connection) -> ErrorKind {
    match connect(connection).await {
        Ok(reader) => panic!("{} lets {connection:?} in: {:?}", connection.base, reader.session()),
        Err(error) => error.kind,
    }
}

#[tokio::test]
async fn auto_takes_json2_with_a_key_and_jsonrpc_without() {
    for server in Server::all().await {
        let mut connection = server.connection(Protocol::Auto);
        if connection.api_key.is_some() {
            let session = connect(&connection).await.unwrap().session().clone();
            assert_eq!((session.protocol, session.major), ("json2", 19), "{}", server.name);
            assert!(session.version.starts_with("19"), "{}", session.version);
        }
        connection.api_key = None;
        if connection.password.is_some() {
            assert_eq!(connect(&connection).await.unwrap().session().protocol, "jsonrpc", "{}", server.name);
        }
        connection.protocol = Protocol::Json2;
        assert_eq!(refused(&connection).await, ErrorKind::Authentication, "no key for JSON-2");
        connection.protocol = Protocol::JsonRpc;
        connection.password = None;
        assert_eq!(refused(&connection).await, ErrorKind::Authentication, "nothing to log in with");
    }
}

#[tokio::test]
async fn an_older_odoo_is_spoken_to_by_jsonrpc() {
    let server = Server::sandbox_of(SandboxOptions { legacy_only: true, ..SandboxOptions::default() }).await;
    let session = connect(&server.connection(Protocol::Auto)).await.unwrap().session().clone();
    assert_eq!((session.protocol, session.major), ("jsonrpc", 18));
    assert_eq!(refused(&server.connection(Protocol::Json2)).await, ErrorKind::Unsupported);
}

#[tokio::test]
async fn a_key_serves_as_password_on_jsonrpc() {
    for server in Server::all().await.into_iter().filter(|server| server.api_key.is_some()) {
        let mut connection = server.connection(Protocol::JsonRpc);
        connection.password = None;
        assert_eq!(connect(&connection).await.unwrap().session().protocol, "jsonrpc", "{}", server.name);
    }
}

/// One wrong login a way: after five within a minute Odoo refuses right ones too.
#[tokio::test]
async fn a_wrong_key_or_password_is_a_wrong_login() {
    for server in Server::all().await {
        for mut way in server.ways() {
            let wrong = Some(Secret::new("0123456789abcdef0123456789abcdef01234567".to_owned()));
            if way.protocol == Protocol::Json2 {
                way.api_key = wrong;
            } else {
                way.password = wrong;
                way.api_key = None;
            }
            assert_eq!(refused(&way).await, ErrorKind::Authentication, "{} by {:?}", server.name, way.protocol);
        }
        // A right login ends the count.
        for way in server.ways() {
            connect(&way).await.unwrap();
        }
    }
}

#[tokio::test]
async fn a_wrong_database_is_told_from_a_wrong_login() {
    for server in Server::all().await {
        for mut way in server.ways() {
            way.database = "odlm_no_such_database".to_owned();
            assert_eq!(refused(&way).await, ErrorKind::Database, "{} by {:?}", server.name, way.protocol);
        }
    }
}

#[tokio::test]
async fn a_port_that_nobody_listens_on_is_unreachable() {
    let port = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap().port();
    for server in Server::all().await {
        for mut way in server.ways() {
            way.base.set_host(Some("127.0.0.1")).unwrap();
            way.base.set_scheme("http").unwrap();
            way.base.set_port(Some(port)).unwrap();
            assert_eq!(refused(&way).await, ErrorKind::Unreachable, "{} by {:?}", server.name, way.protocol);
        }
    }
}

#[tokio::test]
async fn the_session_names_the_login_and_may_write_leads() {
    everywhere(|site| async move {
        let uid = site.odoo.session().uid;
        let login = site.raw.call("res.users", "read", json!([[uid]]), json!({"fields": ["login", "tz"]})).await;
        assert_eq!(login[0]["login"], site.server.username.as_str());
        assert_eq!(site.odoo.session().time_zone.as_deref(), login[0]["tz"].as_str());
        for (model, operation) in [("crm.lead", "write"), ("crm.lead", "read"), ("res.users", "read")] {
            let call = ReadCall::new(model, ReadMethod::HasAccess).with("operation", operation);
            assert_eq!(site.odoo.read(call).await.unwrap(), true, "{model} {operation}");
        }
        // Odoo asserts here: an exception of its own, whatever its name, is an answer and no interruption.
        let unknown = ReadCall::new("crm.lead", ReadMethod::HasAccess).with("operation", "sell");
        assert_eq!(site.odoo.read(unknown).await.unwrap_err().kind, ErrorKind::Refused);
    })
    .await;
}

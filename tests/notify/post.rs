//! A mail server: speaks SMTP with STARTTLS or TLS and AUTH on 127.0.0.1, keeps what it takes, and misbehaves where a test wants that.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};

use mail_parser::{Message, MessageParser, MimeHeaders};
use rustls::pki_types::{CertificateDer, PrivatePkcs8KeyDer};
use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, BufReader};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tokio_rustls::TlsAcceptor;

/// The authority that signed the server's certificate; it is trusted where a configuration names it.
pub(crate) const AUTHORITY: &str = include_str!("../certificates/mail_ca.pem");
pub(crate) const LOGIN: &str = "odlm-login";
pub(crate) const PASSWORD: &str = "p4ss-never-shown";

/// How the server behaves.
#[derive(Clone, Debug, Default)]
pub(crate) struct Manner {
    /// TLS from the first byte.
    pub(crate) wrapped: bool,
    /// Offers STARTTLS.
    pub(crate) starttls: bool,
    /// Takes mails only behind the login.
    pub(crate) auth: bool,
    /// Refuses this password too.
    pub(crate) wrong_password: bool,
    /// Refuses recipients whose address contains this.
    pub(crate) refuse: Option<&'static str>,
    /// Says nothing at all.
    pub(crate) silent: bool,
    /// Breaks off after so many mails of a connection.
    pub(crate) breaks_after: Option<usize>,
    /// Breaks off when it has a whole mail, without an answer, once.
    pub(crate) swallows_one: bool,
}

/// A mail as it came.
#[derive(Clone, Debug)]
pub(crate) struct Arrived {
    pub(crate) from: String,
    pub(crate) to: Vec<String>,
    pub(crate) encrypted: bool,
    pub(crate) bytes: Vec<u8>,
}

impl Arrived {
    pub(crate) fn message(&self) -> Message<'_> {
        MessageParser::default().parse(&self.bytes).expect("a mail that can be parsed")
    }

    pub(crate) fn subject(&self) -> String {
        self.message().subject().unwrap().to_owned()
    }

    /// The plain text, its lines as they are here.
    pub(crate) fn text(&self) -> String {
        self.message().body_text(0).unwrap().replace("\r\n", "\n")
    }

    pub(crate) fn html(&self) -> String {
        let message = self.message();
        let part = message.html_part(0).expect("an HTML part");
        assert!(part.content_type().unwrap().subtype() == Some("html"));
        message.body_html(0).unwrap().into_owned()
    }

    /// The files that it carries, by name.
    pub(crate) fn attachments(&self) -> Vec<(String, Vec<u8>)> {
        let message = self.message();
        let files =
            message.attachments().map(|part| (part.attachment_name().unwrap().to_owned(), part.contents().to_vec()));
        files.collect()
    }

    /// The header as it stands in the mail, unfolded.
    pub(crate) fn header(&self, name: &str) -> Option<String> {
        self.message().header_raw(name.to_owned()).map(|value| value.trim().to_owned())
    }

    /// The leads that its links lead to.
    pub(crate) fn leads(&self, base: &str) -> BTreeSet<u64> {
        let start = format!("{base}/odoo/crm.lead/");
        let text = self.text();
        let ids = text.match_indices(&start).map(|(at, found)| {
            text[at + found.len()..].chars().take_while(char::is_ascii_digit).collect::<String>().parse().unwrap()
        });
        let ids: Vec<u64> = ids.collect();
        let unique: BTreeSet<u64> = ids.iter().copied().collect();
        assert_eq!(ids.len(), unique.len(), "no lead is named twice");
        for id in &unique {
            assert!(self.html().contains(&format!("<a href=\"{start}{id}\">")), "{id} is in the HTML too");
        }
        unique
    }
}

#[derive(Default)]
struct Kept {
    mails: Vec<Arrived>,
    connections: usize,
    logins: Vec<String>,
    swallowed: bool,
}

/// The server, until it is dropped.
pub(crate) struct Post {
    pub(crate) port: u16,
    kept: Arc<Mutex<Kept>>,
    task: JoinHandle<()>,
}

impl Drop for Post {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Post {
    pub(crate) async fn open(manner: Manner) -> Post {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let kept = Arc::new(Mutex::new(Kept::default()));
        let shared = Arc::clone(&kept);
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                shared.lock().unwrap().connections += 1;
                let (kept, manner) = (Arc::clone(&shared), manner.clone());
                tokio::spawn(async move {
                    if manner.silent {
                        tokio::time::sleep(std::time::Duration::from_secs(600)).await;
                    } else if manner.wrapped {
                        if let Ok(stream) = acceptor().accept(stream).await {
                            talk(stream, &manner, &kept, true).await;
                        }
                    } else if let Some(stream) = talk(stream, &manner, &kept, false).await
                        && let Ok(stream) = acceptor().accept(stream).await
                    {
                        talk(stream, &manner, &kept, true).await;
                    }
                });
            }
        });
        Post { port, kept, task }
    }

    /// The mails so far.
    pub(crate) fn mails(&self) -> Vec<Arrived> {
        self.kept.lock().unwrap().mails.clone()
    }

    /// The one mail for an address.
    pub(crate) fn mail_for(&self, address: &str) -> Arrived {
        let mails: Vec<Arrived> =
            self.mails().into_iter().filter(|mail| mail.to.iter().any(|to| to == address)).collect();
        assert_eq!(mails.len(), 1, "one mail for {address}");
        mails.into_iter().next().unwrap()
    }

    pub(crate) fn connections(&self) -> usize {
        self.kept.lock().unwrap().connections
    }

    /// What was sent to log in, right or wrong, each as it came.
    pub(crate) fn logins(&self) -> Vec<String> {
        self.kept.lock().unwrap().logins.clone()
    }
}

fn acceptor() -> TlsAcceptor {
    let certificate = CertificateDer::from(&include_bytes!("../certificates/mail_server.der")[..]);
    let key = PrivatePkcs8KeyDer::from(&include_bytes!("../certificates/mail_server_key.der")[..]);
    let server = rustls::ServerConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![certificate], key.into())
        .unwrap();
    TlsAcceptor::from(Arc::new(server))
}

/// Base64 of the login with AUTH PLAIN.
fn plain() -> String {
    // `\0odlm-login\0p4ss-never-shown`
    "AG9kbG0tbG9naW4AcDRzcy1uZXZlci1zaG93bg==".to_owned()
}

/// One conversation. Gives the stream back where TLS is to begin on it.
async fn talk<S>(stream: S, manner: &Manner, kept: &Mutex<Kept>, encrypted: bool) -> Option<S>
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    let mut stream = BufReader::new(stream);
    let (mut from, mut to, mut known, mut taken) = (String::new(), Vec::new(), !manner.auth, 0_usize);
    let mut answer = "220 post.example ESMTP".to_owned();
    if encrypted && !manner.wrapped {
        // After STARTTLS the client speaks first.
        answer.clear();
    }
    loop {
        if !answer.is_empty() && stream.get_mut().write_all(format!("{answer}\r\n").as_bytes()).await.is_err() {
            return None;
        }
        if stream.get_mut().flush().await.is_err() {
            return None;
        }
        let mut line = String::new();
        if !matches!(stream.read_line(&mut line).await, Ok(read) if read > 0) {
            return None;
        }
        let line = line.trim_end();
        let (word, rest) = line.split_once(' ').unwrap_or((line, ""));
        answer = match word.to_ascii_uppercase().as_str() {
            "EHLO" => {
                let mut lines = vec!["250-post.example".to_owned(), "250-8BITMIME".to_owned()];
                if manner.starttls && !encrypted {
                    lines.push("250-STARTTLS".to_owned());
                }
                if manner.auth {
                    lines.push("250-AUTH PLAIN".to_owned());
                }
                lines.push("250 SIZE 30000000".to_owned());
                lines.join("\r\n")
            }
            "STARTTLS" => {
                stream.get_mut().write_all(b"220 go ahead\r\n").await.ok()?;
                stream.get_mut().flush().await.ok()?;
                return Some(stream.into_inner());
            }
            "AUTH" => {
                kept.lock().unwrap().logins.push(rest.to_owned());
                known = rest == format!("PLAIN {}", plain()) && !manner.wrong_password;
                if known { "235 welcome".to_owned() } else { "535 5.7.8 wrong password".to_owned() }
            }
            "MAIL" if !known => "530 5.7.0 log in first".to_owned(),
            "MAIL" => {
                from = address(rest);
                "250 ok".to_owned()
            }
            "RCPT" => {
                let recipient = address(rest);
                if manner.refuse.is_some_and(|refused| recipient.contains(refused)) {
                    format!("550 5.1.1 <{recipient}>: no such user")
                } else {
                    to.push(recipient);
                    "250 ok".to_owned()
                }
            }
            "DATA" => {
                stream.get_mut().write_all(b"354 go on\r\n").await.ok()?;
                stream.get_mut().flush().await.ok()?;
                let bytes = data(&mut stream).await?;
                let mail = Arrived { from: from.clone(), to: std::mem::take(&mut to), encrypted, bytes };
                let mut kept = kept.lock().unwrap();
                kept.mails.push(mail);
                if manner.swallows_one && !std::mem::replace(&mut kept.swallowed, true) {
                    return None;
                }
                taken += 1;
                if manner.breaks_after == Some(taken) { String::new() } else { "250 queued".to_owned() }
            }
            "RSET" => {
                to.clear();
                "250 ok".to_owned()
            }
            "QUIT" => "221 bye".to_owned(),
            _ => "502 what".to_owned(),
        };
        if manner.breaks_after == Some(taken) && answer.is_empty() {
            stream.get_mut().write_all(b"250 queued\r\n").await.ok()?;
            stream.get_mut().flush().await.ok()?;
            return None;
        }
    }
}

/// `FROM:<a@b> …` as `a@b`.
fn address(rest: &str) -> String {
    let inner = rest.split_once('<').map_or("", |(_, inner)| inner);
    inner.split('>').next().unwrap().to_owned()
}

/// A mail up to the line with a single full stop, the stuffing taken off.
async fn data<R: AsyncRead + Unpin>(stream: &mut BufReader<R>) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    loop {
        let mut line = Vec::new();
        if stream.take(1 << 20).read_until(b'\n', &mut line).await.ok()? == 0 {
            return None;
        }
        if line == b".\r\n" {
            return Some(bytes);
        }
        bytes.extend_from_slice(line.strip_prefix(b".").unwrap_or(&line));
    }
}

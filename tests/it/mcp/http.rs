//! The protocol over HTTP, asked over a real socket.

use crate::built::{Files, write};
use serde_json::{Value, json};
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};

const ARTICLE: &str = "---\nid: KE-1\ntitle: Badge readers stall\nstatus: known-error\n\
                       audience: public\n---\n## Workaround\n\nWait.\n";

/// A server, which ends with the test.
struct Server(Child, String);

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn start(folder: &std::path::Path) -> Server {
    let files: Files = [("kb/a.md".to_owned(), ARTICLE.as_bytes().to_vec())].into();
    write(folder, &files);
    let mut child = Command::new(env!("CARGO_BIN_EXE_kedb"))
        .args(["mcp", "--kb", "kb", "--http", "0"])
        .current_dir(folder)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("it runs");
    let mut line = String::new();
    let stdout = child.stdout.take().expect("stdout");
    BufReader::new(stdout).read_line(&mut line).expect("a line");
    let address = line.trim().strip_prefix("http://").expect("an address");
    Server(child, address.strip_suffix("/mcp").expect("a path").to_owned())
}

/// The status and the body of the answer to a message that is posted with these headers.
fn post(server: &Server, path: &str, headers: &str, message: &Value) -> (u16, String) {
    let body = message.to_string();
    let mut stream = TcpStream::connect(&server.1).expect("the server answers");
    write!(
        stream,
        "POST {path} HTTP/1.1\r\n{headers}Content-Type: application/json\r\n\
         Accept: application/json, text/event-stream\r\nContent-Length: {}\r\n\
         Connection: close\r\n\r\n{body}",
        body.len()
    )
    .expect("the request is sent");
    let mut reply = String::new();
    stream.read_to_string(&mut reply).expect("a reply");
    let status = reply.split(' ').nth(1).and_then(|code| code.parse().ok());
    let body = reply.split_once("\r\n\r\n").map(|(_, body)| body.to_owned());
    (status.expect("a status"), body.unwrap_or_default())
}

fn call() -> Value {
    json!({
        "jsonrpc": "2.0", "id": 1, "method": "tools/call",
        "params": { "name": "get_known_error", "arguments": { "id": "ke-1" } },
    })
}

#[test]
fn clients_on_this_machine_get_answers_and_nobody_else_does() {
    let folder = tempfile::tempdir().expect("a folder");
    let server = start(folder.path());
    let check = |path: &str, headers: &str, status: u16| {
        let (actual, body) = post(&server, path, headers, &call());
        assert_eq!(actual, status, "{path} {headers:?}: {body}");
        let is_answer = body.contains("Badge readers stall");
        assert_eq!(is_answer, status == 200, "{path} {headers:?}: {body}");
    };
    check("/mcp", "Host: 127.0.0.1:1\r\n", 200);
    check("/mcp", "Host: localhost\r\n", 200);
    check("/mcp", "Host: [::1]:8765\r\n", 200);
    check("/mcp", "Host: localhost\r\nOrigin: http://localhost:3000\r\n", 200);
    check("/mcp", "Host: other.example\r\n", 421);
    check("/mcp", "Host: 127.0.0.1.other.example\r\n", 421);
    check("/mcp", "Host: localhost\r\nOrigin: https://other.example\r\n", 403);
    check("/mcp", "Host: localhost\r\nOrigin: null\r\n", 403);
    check("/mcp", "Host: localhost\r\nOrigin: http://localhost.other.example\r\n", 403);
    check("/", "Host: localhost\r\n", 404);
    check("/mcp/kb/a.md", "Host: localhost\r\n", 404);
}

#[test]
fn a_session_begins_as_the_protocol_says() {
    let folder = tempfile::tempdir().expect("a folder");
    let server = start(folder.path());
    let message = json!({
        "jsonrpc": "2.0", "id": 1, "method": "initialize",
        "params": {
            "protocolVersion": "2025-06-18", "capabilities": {},
            "clientInfo": { "name": "test", "version": "1" },
        },
    });
    let (status, body) = post(&server, "/mcp", "Host: localhost\r\n", &message);
    assert_eq!(status, 200, "{body}");
    let answer: Value = serde_json::from_str(&body).expect("JSON");
    let result = answer.get("result").expect("a result");
    assert_eq!(result["protocolVersion"], "2025-06-18", "{body}");
    assert_eq!(result["serverInfo"]["name"], "kedb", "{body}");
}

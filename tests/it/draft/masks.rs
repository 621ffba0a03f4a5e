//! What of a line may be a secret and is masked, and what is none and stays.

use kedb::draft::masked;

#[test]
fn no_secret_is_kept_however_it_is_written() {
    for line in [
        "Cookie: sid=SECRET; auth=SECRET; x=SECRET",
        "Set-Cookie: a=1; b=SECRET",
        r#"{"password" : "a\"SECRET SECRET"}"#,
        r#"{"body": "{\"password\":\"SECRET SECRET\"}"}"#,
        "login failed pass=SECRET",
        "login failed pw=SECRET",
        "login failed pwd: SECRET",
        "DB_PASS=SECRET and PGPASSWORD=SECRET",
        "password=a,SECRET(SECRET",
        "error: ./run --password SECRET --token SECRET failed",
        "mysql -u root -p SECRET",
        "mysqldump -uroot -pSECRET db",
        "sshpass -p 'SECRET SECRET' ssh host",
        "curl -u user:SECRET https://host.example",
        "curl --user 'user:SECRET SECRET' https://host.example",
        r"net use Z: \\srv\share /user:A SECRET",
        "DefaultEndpointsProtocol=https;AccountName=a;AccountKey=SECRET==;EndpointSuffix=x",
        "https://a.blob.example/c?sv=2024-01-01&se=1&sig=SECRET%3D",
        "<password>SECRET SECRET</password>",
        r#"<add key="DbPassword" value="SECRET SECRET" />"#,
        r#"{"name":"DB_PASSWORD","value":"SECRET"}"#,
        "postgres://u:SECRET@SECRET/SECRET@db",
        "cannot reach user:SECRET@host:5672",
        "Anmeldung fehlgeschlagen, Kennwort: SECRET",
        "invalid refresh_token SECRET",
        "cannot log in with password SECRET",
        "the password is 'SECRET SECRET'",
        "Password for 'bob': SECRET",
        "new password for bob is SECRET",
        "-----BEGIN RSA PRIVATE KEY----- SECRET SECRET -----END RSA PRIVATE KEY-----",
        "unexpected token: password=SECRET",
        "unexpected token: SECRETSECRETSECRETSECRET",
        "invalid token: SECRET",
        "unexpected access_token: SECRET",
        "unexpected session token=SECRET",
        "Authorization: Digest username=\"SECRET\", response=\"SECRET\"",
    ] {
        let (clean, what) = masked(line);
        assert!(!clean.contains("SECRET"), "{line}\n{clean}");
        assert!(!what.is_empty(), "{line}");
    }
    for line in [
        "card 4111 1111 1111 1111 declined",
        "card 4111-1111-1111-1111 declined",
        "card 4111111111111111 declined",
        "account DE89 3704 0044 0532 0130 00 unknown",
        "account GB29NWBK60161331926819 unknown",
    ] {
        let (clean, _) = masked(line);
        assert!(clean.contains("***"), "{line}\n{clean}");
        assert!(!clean.contains("11") && !clean.contains("60"), "{line}\n{clean}");
    }
    for line in [
        "Failed password for invalid user admin",
        "the token expired before the request was sent",
        "the password is incorrect",
        "ERROR STK-4711 queue depth exceeded",
        "Update KB5031323 failed with 0x80070643",
        "SyntaxError: Unexpected token: foo in line 7",
        "SyntaxError: Unexpected token < in JSON at position 0",
        "parse error: unexpected token ')' near line 12",
        "illegal token: end of the ledger",
        "PAM: Authentication token manipulation error",
        "Code: 252. DB::Exception: the ledger is refused",
        "WAL segment 000000010000002A000000F1 has already been removed",
    ] {
        assert_eq!(masked(line).0, line);
    }
}

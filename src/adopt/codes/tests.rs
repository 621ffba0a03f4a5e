use super::named_by_codes;

/// Bases whose files are named by codes, and those of other pages, by the names of their files.
#[test]
fn bases_of_codes_are_told_from_others() {
    let codes = [
        "E0106 E0308 E0382 E0499 E0716 index",
        "GHC-83865 GHC-88464 GHC-27346 GHC-06201",
        "SC1000 SC2006 SC2034 SC2086 SC2164 Checks",
        "TS2322 TS2339 TS7006 TS1005",
        "ORA-00942 ORA-01017 ORA-12154 TNS-03505",
        "0x80070005 0x80070057 0xC0000005",
        "1045 1064 1146 2002 2003 2013",
        "403.14 404.3 500.19 502.5",
        "E1 E2 E3 E4 F1 F2 F3 start",
        "e0384 e0499 e0502 overview",
        "err_shop_334 err_shop_3200 err_shop_8012",
        "TillDown GateStuck BeltSlow PaperLow QueueTooLong NodeClockNotSynchronising",
        "LampRed LampFlickers BeltSlow BeltStopped GateOpen GateMissing",
        "DuplicateLabel OrphanInstance ExportConflict IntOutOfRange UnknownName CycleInDeclaration",
        "SHOP_E_GATEWAY SHOP_E_TIMEOUT SHOP_E_BASKET NODE_LOST",
        "ENOENT EACCES EPERM ECONNREFUSED ETIMEDOUT",
        "AccessDenied NoSuchBucket ThrottlingException InvalidToken SlowDown",
        "CVE-2024-1234 CVE-2025-40000 CVE-2023-1000",
        "P0300 P0420 P0171 U0100",
        "LNK2019 C4996 C2065 CS0103",
        "TillCPUHigh TillDiskFull api-of-the-till ShopErrorBudgetBurn ShopVersionMismatch",
        "502BadGateway 504GatewayTimeout 413PayloadTooLarge",
    ];
    let others = [
        "PDF API IPv6 Node Flask DjangoTutorial",
        "20220301_01 20220301_02 2022-05-07_01 20230115 2024-12-31",
        "guide1 guide2 guide3 guide4 guide5 guide6 guide7 guide8",
        "API PDF IPv6 502BadGateway StaticFiles ForgottenPassword UsingMySQL CustomDomains HTTPS WebSockets",
        "README INSTALL CONTRIBUTING CODE_OF_CONDUCT RELEASE_NOTES USER_GUIDE",
        "HowToResetPassword HowToPrint GettingStarted ProductOverview InstallingTheTill",
        "TillSettings ShopUsers PageLayout AccountTypes DeploymentSteps",
        "chapter1 chapter2 chapter03 lesson004 week12",
        "KB0012345 KB0012346 KB0040001",
        "KB-1 KB-2 KB-17 KE-0042",
        "Q1 Q2 Q3 Q4 H1 H2 v1 v2",
        "2021 2022 2023 2024 2025",
        "001 002 003 004 010",
        "1 2 3 14 15",
        "Python Node Flask Django Bottle",
        "SSH FTP SMTP IMAP DNS HTTP HTTPS VPN",
        "S3 EC2 RDS IAM SQS",
        "mail-is-late till-is-slow print-twice scan-to-mail",
        "unused_import dead_code unused_mut non_snake_case",
        "ListUsers CreateBasket DeleteBasket DescribeTill GetShop PutItem",
        "rfc791 rfc2616 rfc9110",
        "ADR-001 ADR-002 ADR-003",
        "1.0.0 1.1.0 2.0.0",
        "MP3 MP4 H264 x509 UTF8 SHA256",
        "FireWall Firefox HighlightCode OverView Downloads NotesOnTills",
        "EmailAddress EAN ERP ETL Events",
    ];
    for (names, expected) in codes
        .map(|names| (names, true))
        .into_iter()
        .chain(others.map(|names| (names, false)))
    {
        let stems: Vec<&str> = names.split(' ').collect();
        let share = named_by_codes(&stems);
        assert_eq!(share >= super::super::MOST, expected, "{share}: {names}");
    }
}

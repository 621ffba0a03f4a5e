//! The systems that kedb is released for, and what each registry calls them.

/// A system.
pub(super) struct Target {
    /// What the compiler calls it.
    pub(super) triple: &'static str,
    /// In the names of files: the operating system and the processor.
    pub(super) name: &'static str,
    /// How its binary is linked on a Linux machine.
    pub(super) linker: Linker,
    /// What Node.js calls the operating system and the processor.
    pub(super) node: (&'static str, &'static str),
    /// The platforms of a Python wheel.
    pub(super) wheel: &'static str,
    /// What Debian calls the processor, where the system is Linux.
    pub(super) debian: Option<&'static str>,
}

/// How a binary is linked.
#[derive(Clone, Copy, Eq, PartialEq)]
pub(super) enum Linker {
    /// By the linker that comes with Rust: its library for musl brings all else along.
    Rust,
    /// By Debian's mingw-w64.
    MinGw,
    /// By Zig, which has stubs of the libraries of macOS, so that no SDK of Apple is needed.
    Zig,
}

/// All of them. The Linux binaries are static, so they need no C library of a certain age.
pub(super) const TARGETS: [Target; 5] = [
    Target {
        triple: "x86_64-unknown-linux-musl",
        name: "linux-x64",
        linker: Linker::Rust,
        node: ("linux", "x64"),
        wheel: "manylinux_2_17_x86_64.manylinux2014_x86_64.musllinux_1_1_x86_64",
        debian: Some("amd64"),
    },
    Target {
        triple: "aarch64-unknown-linux-musl",
        name: "linux-arm64",
        linker: Linker::Rust,
        node: ("linux", "arm64"),
        wheel: "manylinux_2_17_aarch64.manylinux2014_aarch64.musllinux_1_1_aarch64",
        debian: Some("arm64"),
    },
    Target {
        triple: "x86_64-pc-windows-gnu",
        name: "windows-x64",
        linker: Linker::MinGw,
        node: ("win32", "x64"),
        wheel: "win_amd64",
        debian: None,
    },
    Target {
        triple: "x86_64-apple-darwin",
        name: "macos-x64",
        linker: Linker::Zig,
        node: ("darwin", "x64"),
        wheel: "macosx_10_12_x86_64",
        debian: None,
    },
    Target {
        triple: "aarch64-apple-darwin",
        name: "macos-arm64",
        linker: Linker::Zig,
        node: ("darwin", "arm64"),
        wheel: "macosx_11_0_arm64",
        debian: None,
    },
];

impl Target {
    /// The target with this name.
    pub(super) fn named(name: &str) -> Option<&'static Target> {
        TARGETS.iter().find(|target| target.name == name)
    }

    /// The target that this machine runs.
    pub(super) fn of_this_machine() -> Option<&'static Target> {
        TARGETS.iter().find(|target| {
            let mut parts = target.triple.split('-');
            let processor = parts.next() == Some(std::env::consts::ARCH);
            let system = match std::env::consts::OS {
                "macos" => "darwin",
                system => system,
            };
            processor && target.triple.contains(system)
        })
    }

    pub(super) fn is_windows(&self) -> bool {
        self.node.0 == "win32"
    }

    /// What Zig calls the system: the compiler's name without the vendor.
    pub(super) fn zig(&self) -> String {
        self.triple.replacen("-unknown", "", 1)
    }

    /// The name of the program.
    pub(super) fn program(&self) -> &'static str {
        if self.is_windows() { "kedb.exe" } else { "kedb" }
    }
}

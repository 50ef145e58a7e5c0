//! The sentences of generated answers, each with the facts it takes in braces.

const WORDS: &[(&str, &str)] = &[
    ("basis.routes", "路线比较"),
    ("basis.schedule", "时间表"),
    ("basis.verify", "核对照片"),
    ("basis.photo", "照片要求"),
    ("basis.code", "采集码"),
    ("basis.missed", "错过会怎样"),
    ("basis.contacts", "联系方式"),
    ("named", "{name}：{text}"),
    ("route.part", "{route}（{part}）"),
    ("both.one", "{a}和{b}可以都参加吗？"),
    ("both.many", "几条路线可以都参加吗？"),
    ("both.lead", "不能，有的路线只能选一种："),
    ("both.line", "不能，{a}和{b}只能选一种。"),
    ("when.onsite", "什么时候拍？"),
    ("when.other", "什么时候办，最晚到哪天？"),
    ("when.lead", "看你走哪条路线、哪一步："),
    ("when.sign_up", "报名"),
    ("when.early", "{time}，提前 {minutes} 分钟到场"),
    ("where.ask", "在哪里拍？"),
    ("where.lead", ""),
    ("where.address", "{name}（{address}）"),
    ("where.campus", "{campus} {venue}"),
    ("where.tba", "地点待定"),
    ("where.campus_tba", "{campus}，地点待定"),
    ("check.ask", "拍完以后，什么时候核对照片？"),
    ("check.lead", ""),
    ("check.line", "{time}，在{place}核对"),
    ("check.items", "{line}，看{items}"),
    ("check.wrong", "发现有误：{text}"),
    ("fee.ask", "多少钱？"),
    ("fee.lead", "每条路线分开算："),
    ("fee.each", "每人 {fee}"),
    ("fee.words", "{fee}"),
    ("fee.includes", "{fee}，含{list}"),
    ("pay.ask", "怎么缴费，什么时候缴？"),
    ("pay.line", "{channel}，时间是{time}"),
    ("pay.tba", "{channel}，时间待定"),
    ("pay.batch", "采集批次特征码填 {code}。"),
    ("pay.remark", "备注填写：{text}。"),
    ("pay.onsite", "拍摄现场也可以缴。"),
    ("pay.ahead", "拍摄现场不收费，请提前缴。"),
    ("refund.ask", "交了费，能退吗？"),
    ("refund.yes", "能退。"),
    ("refund.no", "不能退，先确认自己能参加再缴。"),
    ("size.ask", "照片要多大的尺寸？"),
    ("size.dpi", "分辨率 {dpi}"),
    ("bytes.ask", "照片文件要多大、什么格式？"),
    ("bytes.line", "文件大小{bytes}。"),
    ("bytes.format", "文件大小{bytes}，格式 {format}。"),
    ("background.ask", "背景用什么颜色？"),
    ("background.uniform", "整片背景{text}。"),
    ("glasses.ask", "可以戴眼镜吗？"),
    ("glasses.no", "不可以。"),
    ("glasses.yes", "可以。"),
    ("clothes.ask", "穿什么、戴什么？"),
    ("retouch.ask", "可以化妆、修图吗？"),
    ("filename.ask", "照片文件怎么命名？"),
    ("filename.line", "写成“{name}”。"),
    ("filename.example", "例如 {name}。"),
    ("filename.fictitious", "例子里的证件号是编的，只作示范。"),
    ("filename.student_id", "20250001"),
    ("filename.name", "林示例"),
    ("bring.ask", "要带什么、准备什么？"),
    ("code.ask", "采集码怎么取？"),
    ("code.lead", "采集码由你自己提前取得："),
    ("code.lead_days", "采集码由你自己取得，拍摄前至少 {days} 天备好："),
    ("code-expiry.ask", "采集码会过期吗？"),
    ("code-expiry.no", "不会，可以早些取。"),
    ("code-expiry.yes", "会，拍摄之前再看一次。"),
    ("id-card.ask", "有采集码，还要带身份证吗？"),
    ("id-card.no", "不用，出示采集码就行。"),
    ("id-card.yes", "要，采集码和身份证都带上。"),
    ("id-card.which", "要用什么身份证件？"),
    ("hmt.ask", "我用的是港澳台证件或别的证件，怎么办？"),
    ("delivery.ask", "照片和材料交给谁？"),
    ("delivery.line", "{what}，交给：{to}"),
    ("delivery.address", "{to}（{address}）"),
    ("delivery.how", "方式：{text}"),
    ("delivery.by", "谁来交：{text}"),
    ("delivery.time", "时间：{text}"),
    ("missed.ask", "错过了怎么办？"),
    ("missed.line", "错过“{route}”：{text}"),
    ("missed.fallback", "可以改走{routes}。"),
    ("compare-failed.ask", "人像比对不通过会怎样？"),
    ("compare-failed.line", "{when}：{then}"),
    ("resubmit.ask", "审核要多久，没通过怎么办？"),
    ("resubmit.within", "{hours} 小时以内有结果。"),
    ("resubmit.again", "没通过的，{hours} 小时以内重新上传。"),
    ("contact.ask", "还有疑问，问谁？"),
    ("contact.lead", "按事情找："),
    ("contact.phone", "电话 {phone}"),
    ("contact.email", "邮箱 {email}"),
    ("contact.who", "{topic}，找{post}"),
    ("join.list", "、"),
    ("join.clauses", "；"),
    ("join.comma", "，"),
    ("end", "。"),
];

/// The sentence with this key, its braces filled.
pub(super) fn say(key: &str, values: &[(&str, &str)]) -> String {
    let text = WORDS.iter().find(|(own, _)| *own == key).map_or(key, |(_, text)| text);
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        let (name, tail) = after.split_once('}').unwrap_or((after, ""));
        let value = values
            .iter()
            .find(|(own, _)| *own == name)
            .map_or("", |(_, value)| value);
        out.push_str(before);
        out.push_str(value);
        rest = tail;
    }
    out.push_str(rest);
    out
}

/// Parts in one line: a `list` of things, `clauses`, or parts with a `comma` between them.
pub(super) fn join(how: &str, parts: &[&str]) -> String {
    parts.join(&say(&format!("join.{how}"), &[]))
}

/// The text with a full stop, unless it has an end of its own.
pub(super) fn sentence(text: &str) -> String {
    let text = text.trim_end();
    match text.ends_with(['。', '！', '？', '：', '.', '!', '?']) {
        true => text.to_owned(),
        false => format!("{text}{}", say("end", &[])),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_never_read_as_patterns() {
        assert_eq!(say("named", &[("name", "{text}"), ("text", "{")]), "{text}：{");
        assert_eq!(sentence("可以。"), "可以。");
        assert_eq!(sentence("可以"), "可以。");
    }
}

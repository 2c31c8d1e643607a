"""What SMTP servers say when too much comes at once, too fast, or too much in a day; and when they are down."""

from __future__ import annotations

from .shape import Rule
from .smtp_recipients import MANY_RECIPIENTS
from .smtp_shape import AUTH, EARLY, HANDED, HARD, MAIL, NOT_AUTH, SOFT, either, telling

MANY = (
    r"too many (?:\w+ ){0,4}(?:connections?|sessions?)\b|(?:maximum|max)\b.{0,40}(?:connections|sessions)\b|"
    r"(?:connections?|sessions?|concurren\w+)(?: \w+){0,2} (?:limit|quota)|(?:limit|quota)\b.{0,30}(?:connections|"
    r"sessions)\b|"
    r"too many (?:concurrent|simultaneous)|trop de connexions|zu viele (?:\w+ )?(?:verbindungen|sitzungen)|"
    r"demasiadas conexiones|troppe connessioni|(?:muitas|excesso de) conex|слишком много (?:соединений|подключений)|"
    r"连接(?:数|过多)|接続(?:数|が多)|연결.{0,6}(?:많|초과)|exceeding outbound thread|sender thread limit"
)
THREADS = r"thread limit"
PER_CLIENT = (
    r"from (?:your|this|the same|one|that)? ?(?:ip|host|address|network|client|server)|(?:this|your|"
    r"per[- ]?) ?(?:ip|host|source|client|server)|"
    r"from \[?\d|\[\d{1,3}\.\d|OFR|LPN|\bip (?=frequen|rate|limit|send)"
)
RECIPIENT_RATE = (
    r"(?:recipient|user|mailbox|account|inbox|box)\b.{0,40}(?:is )?receiv\w+\b.{0,30}(?:rate|quick|fast|many)|"
    r"frequency of receiving|(?<!external )recipient (?:thread|rate|message) limit|"
    r"(?:messages?|mail) (?:to|for) \S{1,60} (?:\w+ )?(?:deferred|delayed)\b.{0,20}(?:excessive|volume)|"
    r"STOREDRV.{0,20}deliver\w*.{0,40}limit"
)
DAY = (
    r"(?:daily|24[- ]?h(?:our|rs?)?s?|per (?:24|day|month)|(?:a|this|each|one|every) (?:day|month)|monthly|today|"
    r"taglich|täglich|tages|pro tag|journali|"
    r"par jour|diari[oa]?s?|di[áa]ri[ao]s?|al d[íi]a|por d[íi]a|por dia|giornalier|al giorno|суточн|в сутки|"
    r"за сутки|в день|24 час|"
    r"每天|每日|当天|今日|当日|24小时|24 ?時間|1日|一日|일일|하루)"
)
LIMIT = (
    r"(?:limit|quota|exceed|maximum|reached|too many|allow|threshold|credits?|only \d|überschritt|uberschritt|erreicht|"
    r"kontingent|dépass|depass|atteint|"
    r"plafond|límite|limite|excedid|excedeu|superad|superat|raggiunt|превыш|лимит|огранич|исчерпан|超过|超出|上限|"
    r"限制|超え|"
    r"制限|초과|제한)"
)
SENDING_QUOTA = (
    rf"(?:{DAY}).{{0,60}}?(?:{LIMIT})|(?:{LIMIT}).{{0,60}}?(?:{DAY})|SubmissionQuotaExceeded|"
    r"(?:sending|send|submission|outgoing|outbound|sent|relay|smtp)\b (?:(?!rate)\w+ ){0,3}(?:quota|limit|allowance)|"
    r"(?:quota|limit|allowance) (?:\w+ ){0,4}(?:outgoing|outbound|sending|sent|to send|submission)|(?:messaging|"
    r"message) (?:limits|quota)|policy reject\w{0,5}\W{1,4}quota|"
    r"spam quota|(?:can ?not|can't|may not) send (?:\w+ )?(?:mails?|e-?mails?|messages?) until|"
    r"max(?:imum)? credits|credits? (?:exceeded|exhausted|used)|(?:no|insufficient|not enough|"
    r"out of) (?:\w+ )?credits|plan limit|"
    r"sendelimit|versandlimit|versandkontingent|quota d['’]envoi|limite d['’]envoi|l[íi]mite de env[íi]o|"
    r"limite di invio|limite de envio|"
    r"лимит .{0,20}(?:отправ|писем)|发信(?:数量|限制|配额)|发送(?:数量|上限|限额)|送信(?:制限|上限|通数|数)|"
    r"발송.{0,8}(?:제한|초과)"
)
WIDE = r"\b(?:tenant|organi[sz]ation|customer|plan|hosting|company)\b"
ACCOUNT_WIDE = (
    rf"daily message quota|credits|messaging limits|(?:{WIDE}).{{0,40}}(?:quota|limit|allowance)|"
    rf"(?:quota|limit|allowance)\b.{{0,40}}(?:{WIDE})"
)
RATE = (
    r"too (?:many|much) (?:\w+ ){0,3}(?:messages?|e-?mails?|mails?\b(?! data)|requests|commands|transactions|"
    r"recipients (?:this|per|in|from|sent|today|within))|"
    r"(?:sent|sending|sends) (?:\w+ ){0,3}too (?:many|much|fast|quick|frequent)|too (?:fast|quickly|frequent\w*)|"
    r"slow(?:er| down|ing)|throttl|too many errors from|"
    r"rate[- ]?(?:limit|control)\w*|sending rate|(?:send|sent|message|mail|email|submission|connection|recipient|"
    r"transaction) (?:\w+ )?rate\b|(?:frequency|rate|volume) (?:is |was |has been )?"
    r"(?:limited|exceeded|restricted|too high)|(?:exceed\w*|limit\w*|max\w*|more than)\b.{0,40}(?:per|an?|this|each|"
    r"/) ?(?:hour|minute|second|min\b|sec\b|hr\b)|"
    r"hourly|(?:recipients?|messages?|e-?mails?|mails?|connections?) per (?:\d{1,4} )?(?:hour|minute|second)|(?:per|"
    r"an|this) hour|per (?:minute|second)|max(?:imum)? (?:number of )?(?:messages?|mails?|"
    r"recipients) per|"
    r"zu viele (?:\w+ )?(?:e-?mails?|mails?|nachrichten|empf)|zu schnell|trop (?:de (?:messages|mails|courriels|"
    r"destinataires)|rapide)|"
    r"demasiad[oa]s (?:mensajes|correos|env)|tropp[ie] (?:messaggi|mail|email|destinatari|invii)|muit(?:as|"
    r"os) (?:mensagens|e-?mails|envios)|"
    r"слишком (?:много (?:писем|сообщ)|часто)|превышен\w* (?:лимит|частот|количеств|скорост)|频率|频繁|過於頻繁|"
    r"发送过快|流量限制|"
    r"短時間|送信間隔|짧은 시간|too busy sending"
)
REPUTATION = (
    r"\bTSS?\d\d\b|\bRP-00\d|(?:low|poor|bad|ip|domain|sender|sending|host|of the|your|network|"
    r"server)\b.{0,24}reputation|"
    r"reputation\b.{0,30}(?:low|poor|bad|ip|limit|problem)|"
    r"user complaints|unusual rate|unexpected volume|unsolicited mail originating|excessive (?:complaints|bounces|"
    r"spam)|\(S775\)|"
    r"\(S31[0-9]{2}\)|permanently deferred|(?:schlechte|geringe) reputation|r[ée]putation|репутац|spam (?:rate|ratio)"
)

OF_LINK = r"(?:reputation|category|rating) of (?:the |a |your )?(?:link|url|uri)"

LIMITS: tuple[Rule, ...] = (
    telling("connections", "SMTP-203", EARLY, MANY, unless=r"^\* (?:ok|bye)"),
    telling("connections-of-host", "SMTP-203", AUTH | MAIL, rf"(?:{MANY}).{{0,60}}(?:{PER_CLIENT})",
            unless=RECIPIENT_RATE),
    telling("connections-of-user", "SMTP-204", AUTH | MAIL, MANY, unless=either(PER_CLIENT, RECIPIENT_RATE)),
    telling("recipient-rate", "SMTP-214", NOT_AUTH, RECIPIENT_RATE),
    telling("quota-early", "SMTP-209", EARLY, SENDING_QUOTA, unless=either(REPUTATION, THREADS)),
    telling("quota-of-account", "SMTP-209", AUTH | MAIL, ACCOUNT_WIDE,
            unless=r"(?:login|sign-?in|auth\w*) (?:rate|limit|attempts)"),
    telling("quota", "SMTP-208", MAIL, SENDING_QUOTA,
            unless=either(ACCOUNT_WIDE, REPUTATION, THREADS, r"has too many recipients")),
    telling("rate-early", "SMTP-206", EARLY, RATE, unless=either(MANY, RECIPIENT_RATE, SENDING_QUOTA, REPUTATION)),
    telling("rate-of-host", "SMTP-206", MAIL,
            rf"(?:{RATE}).{{0,60}}(?:{PER_CLIENT})|(?:{PER_CLIENT}).{{0,60}}(?:{RATE})",
            unless=either(MANY, REPUTATION)),
    telling("rate", "SMTP-207", MAIL, RATE,
            unless=either(MANY, RECIPIENT_RATE, SENDING_QUOTA, REPUTATION, PER_CLIENT)),
    telling("recipients-for-now", "SMTP-218", HANDED, MANY_RECIPIENTS, statuses=SOFT,
            unless=either(RECIPIENT_RATE, RATE)),
    telling("recipients", "SMTP-410", HANDED, MANY_RECIPIENTS, statuses=HARD, unless=either(SENDING_QUOTA, RATE)),
    telling("reputation-for-now", "SMTP-220", NOT_AUTH, REPUTATION, statuses=SOFT, unless=OF_LINK),
    telling("reputation", "SMTP-312", NOT_AUTH, REPUTATION, statuses=HARD, unless=OF_LINK),
)  # fmt: skip

"""What SMTP servers say of an email itself, in the languages that they say it in."""

from __future__ import annotations

SIZE = (
    r"(?:message|mail|e-?mail|data|attachment|header|body|file|content|it)s?\b.{0,40}(?:too (?:large|big|long)|"
    r"exceed\w*.{0,40}(?:size|limit|maximum|bytes|\bmb\b)|larger than|size (?:limit|exceed)|over(?:size|limit))|"
    r"size (?:of .{0,40})?(?:limit|exceed\w*|is too|too|restriction)|exceed\w*\b.{0,40}(?:size|maximum (?:message|"
    r"length|allowed size))|max(?:imum)? (?:message |mail |e-?mail |header |allowed )?(?:size|length)|"
    r"too (?:much|large|big) (?:\w+ )?(?:mail )?(?:data|message|mail)|line too long|too long line|"
    r"(?:number of )?attachments\b.{0,20}(?:exceed|too)|RecipSizeLimit|SizeLimit|(?:nachricht|mail|"
    r"anhang)\b.{0,40}zu (?:gro[sß]|lang)|(?:maximale|zul[äa]ssige)\w? (?:gr[öo]|nachrichten)|"
    r"taille\b.{0,40}(?:limite|maxim|d[ée]pass|atteinte)|message trop (?:gros|volumineux|long)|"
    r"tama[ñn]o\b.{0,40}(?:m[áa]xim|excede|l[íi]mite|permitid)|demasiado grande|dimension\w+\b.{0,40}(?:massim|"
    r"super|ecced)|troppo grande|tamanho\b.{0,40}(?:m[áa]xim|excede|limite|permitid)|muito grande|"
    r"размер\b.{0,60}(?:превы|слишком|больш|лимит)|слишком (?:большо|велик)|(?:邮件|信件|附件).{0,10}(?:过大|太大|"
    r"超过|大小)|"
    r"(?:サイズ|容量).{0,16}(?:超|大き)|(?:메일|첨부|크기).{0,12}(?:크|초과)|velikost\b.{0,30}(?:p[řr]ekro|limit)"
)
VIRUS = (
    r"\bvir(?:us|uses)\b|malware|trojan|\bworm\b|infected|phish|ransom|(?:attachment|file|extension|file ?type|"
    r"mime type)s?\b.{0,60}(?:not (?:allowed|permitted|accepted)|blocked|prohibited|forbidden|banned|illegal|"
    r"dangerous|denied|rejected|security)|(?:banned|blocked|prohibited|forbidden|illegal|dangerous|executable|"
    r"disallowed) (?:\w+ ){0,2}(?:attachment|file|extension)|potential security issue|BlockedMessage|macro\b|"
    r"(?:anhang|datei)\w*\b.{0,40}(?:nicht (?:erlaubt|zul)|verboten|gesperrt|unzul)|"
    r"pi[èe]ce jointe\b.{0,40}(?:interdit|refus|non autoris)|(?:adjunto|archivo)\b.{0,40}(?:no permitid|prohibid|"
    r"bloquead)|allegat\w\b.{0,40}(?:non (?:consentit|ammess)|bloccat)|anexo\b.{0,40}(?:n[ãa]o permitid|bloquead|"
    r"proibid)|вирус|вложени\w+\b.{0,40}(?:запрещ|недопуст)|病毒|ウイルス|바이러스"
)
SCANNER = (
    r"(?:virus|clam\w{0,6}|scann?\w{0,8}|anti-?virus)\b.{0,40}(?:failed|failure|error|unavail|refused|timed? ?out|"
    r"not (?:running|respond|available|reachable)|is down\b)|error\b.{0,30}(?:virus scan|scanner)"
)
MALFORMED = (
    r"bare (?:lf|cr|line ?feed|newline|carriage)|malformed|rfc ?-?(?:5?[28]22|2822|5322|2045|2047|1123)|not (?:rfc|"
    r"compliant|properly formatted|well[- ]formed)|(?:missing|invalid|duplicate|multiple|bad|no|illegal|empty|"
    r"broken|without a valid|unparseable|corrupt)\b.{0,30}(?:header|from:|date:|message-id|\bmime\b|boundary|to:|"
    r"subject|charset|encoding|8[- ]?bit|content-t)|header\w*\b.{0,40}(?:missing|invalid|error|not (?:valid|"
    r"accepted|allowed|compliant)|duplicate|syntax|malformed|required|bad)|invalid (?:message content|character|"
    r"data|body)|"
    r"(?:mime|message format|base64|message) (?:\w+ )?(?:error|invalid|parse|parsing|conversion|structure)|"
    r"from: header|unencoded 8|improper (?:use|line)|null characters?|smuggl|message (?:is )?(?:corrupt|incomplete)|"
    r"kopfzeile|en-?t[êe]te|cabecera|intestazion|cabe[çc]alho|заголов"
)
SPAM = (
    r"\bspam\b|spammy|spamassassin|\bube\b|\buce\b|unsolicited|bulk (?:e-?mail|mail)|junk|(?:suspicious|offensive|"
    r"abusive|unacceptable|objectionable|undesirable|unwanted) (?:\w+ )?(?:content|message|mail|link|url|"
    r"attachment)?|uribl|surbl|\bdbl\b|ivmuri|blacklisted url|(?:url|link|uri)s?\b.{0,40}(?:blacklist|blocklist|"
    r"listed|malicious|blocked)|content (?:rejected|denied|filter|reject|was rejected|not accepted)|"
    r"(?:message|mail|content)\b.{0,30}(?:likely|looks|appears|scored|classified|considered|identified|"
    r"detected).{0,30}|likely (?:suspicious|unsolicited)|rejected (?:\w+ )?(?:by|due to) .{0,30}(?:filter|content)|"
    r"(?:content|message) filter|high probability|spamverdacht|als spam|pourriel|ind[ée]sirable|"
    r"correo (?:no deseado|basura)|posta indesiderata|спам|垃圾|反垃圾|迷惑メール|スパム|스팸|\bDT:SP?[MU]M?\b|"
    r"\[(?:HM|CS|PH|BS|"
    r"HE)\d\d\]|cloudmark|brightmail|"
    r"mail rejete|mail rejected\b"
)
LOOP = (
    r"too many (?:hops|received)|mail ?loop|hop count|routing loop|loop(?:s back| detected)|(?:exceeded|"
    r"maximum) (?:\d+ )?(?:hops|hop)|received headers|loops? back|mailschleife|boucle|bucle|received:|hops\b"
)
ABILITY = (
    r"smtputf8|non-?ascii|utf-?8|8bitmime|internationali[sz]ed|\beai\b|binarymime|chunking|bdat|"
    r"conversion (?:required|not|fail)|media (?:type )?not supported"
)
AGAIN_LATER = (
    r"(?:try|retry|resend|send|come back) (?:\w+ )?later\b|(?:r[ée]?essay\w{0,3}|essayer) (?:\w+ )?plus tard|"
    r"sp[äa]ter (?:erneut|noch ?mal|wieder)|(?:int[ée]nt\w{0,4}|pruebe) (?:\w+ )?m[áa]s tarde|"
    r"riprova\w{0,2} pi[ùu] tardi|tente (?:\w+ )?mais tarde|(?:попробуйте|повторите)\b.{0,20}позже|稍后(?:再|重)试|"
    r"temporarily (?:unavailable|rejected|refused)"
)
LATER = (
    r"try (?:again|later|to resend)|retry|again later|later\b|deferr?ed|delayed|greet|temporar\w*|tempfail|"
    r"at this time|(?:now|moment)\b|sp[äa]ter|vor[üu]bergehend|tempor[äa]r|plus tard|m[áa]s tarde|pi[ùu] tardi|"
    r"mais tarde|позже|временно|稍后|稍後|しばらく|後ほど|나중에|잠시"
)
BROKEN = (
    r"local (?:problem|error|configuration)|(?:server|internal|system|database|db|backend|queue|disk|i/o|software|"
    r"write|file|filter|milter|scanner|scanning|content filter|antivirus|ldap|lookup|configuration|processing|"
    r"storage|resource|delivery)\b.{0,30}(?:error|fail\w*|problem|exception|unavail\w*|crash|timeout|timed out|"
    r"down\b)|error (?:in processing|while|writing|reading|processing)|"
    r"(?:can(?:not|'t)|could not|unable to|failed to) (?:\w+ )?(?:create|write|open|queue|process|connect|scan|"
    r"store|save|accept|read|complete|talk|check|access|handle)|internal error|requested action aborted|"
    r"message ended early|out of memory|no child|fork failed|processing error|interner (?:server)?fehler|"
    r"serverfehler|erreur interne|error interno|errore interno|erro interno|внутренняя ошибка|系统错误|内部错误|"
    r"システムエラー"
)
STORAGE = (
    r"insufficient (?:system )?(?:storage|resources|disk|space|memory)|(?:disk|file ?system|queue|"
    r"spool) (?:is )?(?:full|space)|no (?:space|room) left|out of (?:disk|space|storage|resources)|"
    r"not enough (?:disk|free) space|low (?:on )?(?:disk|space|resources)|system (?:is )?full|mail system full"
)
BUSY = (
    r"(?:server|system|service|host|we are|i'?m|host is|too|currently|mta) (?:is )?(?:too |currently |very )?busy|"
    r"overload|too much load|load (?:average|is|limit|too)|high load|resources (?:\w+ )?(?:low|exceed|unavail|"
    r"limit)|back[- ]?pressure|capacity|system resources|überlastet|ueberlastet|surcharg|sobrecarg|sovraccaric|"
    r"перегруж|繁忙|系统忙|混雑|混み合|혼잡"
)
DOWN = (
    r"shut(?:ting)?[ -]?down|going down|restart|maintenance|not (?:currently )?(?:available|accepting|ready)|"
    r"unavailable|(?:service|server) (?:is )?(?:down|stopped|closed)|wartung|entretien|mantenimiento|manutenzione|"
    r"manuten[çc]|техническ|维护|メンテナンス|점검|closing (?:transmission|connection|channel)|please come back"
)
SLOW = (
    r"time-?[- ]?out|timed out|idle|inactiv|(?:session|connection) (?:has )?(?:expired|ended|time)|"
    r"connection (?:dropped|lost|closed|reset|expired)|took too long|tarpit|too (?:slow|long to)"
)
UNREACHED = (
    r"(?:connect\w*|connection|reach|route|contact|talk|network)\b.{0,40}(?:timed out|refused|fail|unreachable|lost|"
    r"reset|no route)|no (?:answer|response) from|(?:host|network|server|next hop|"
    r"destination) (?:is )?(?:unreachable|not respond|down)|(?:mx|relay|remote) (?:host|"
    r"server)s?\b.{0,40}(?:unavail|down|not|fail)|expired|queue (?:time|expired)|delivery (?:time|temporarily)"
)
SEQUENCE = (
    r"bad sequence|out of (?:sequence|order)|need (?:mail|rcpt|data|helo|ehlo)|(?:sender|mail|"
    r"nested mail) (?:command )?(?:already|first)|no valid recipients|polite people|valid rcpt|expecting|"
    r"send (?:helo|ehlo|mail|rcpt) first|no recipients?\b|pipelin|unauthorized pipelining|synchroni[sz]ation|"
    r"before greeting|talk(?:ing|ed|s)? (?:too soon|before)|pregreet|(?:helo|ehlo) first|already (?:authenticated|"
    r"specified|given)|data command(?! rejected)"
)

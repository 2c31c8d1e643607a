"""What SMTP servers say of a recipient, in the languages that they say it in."""

from __future__ import annotations

FULL = (
    r"over ?-?quota|(?:quota|storage|disk|mailbox (?:size|space)?|inbox|maildir)\b.{0,40}(?:exceed|full\b|"
    r"out of (?:storage|space)|violat|reached|over|used up|limit)|(?:exceed\w*|over|reached|beyond|"
    r"out of)\b.{0,30}(?:quota|storage|disk space|allocation|mailbox (?:size|limit))|"
    r"(?:mailbox|inbox|mail ?folder|box|account|user)\b.{0,30}(?:is )?full\b|full mailbox|"
    r"not enough (?:storage )?space|insufficient (?:\w+ )?(?:space|storage) .{0,20}(?:mailbox|user|account|"
    r"recipient)|space has been used up|too many messages on the server|"
    r"(?:postfach|mailbox|speicherplatz|konto)\b.{0,30}(?:ist )?voll|(?:speicher|quota)\b.{0,30}[üu]berschritten|"
    r"bo[îi]te\b.{0,50}pleine|quota d[ée]pass|buz[óo]n\b.{0,30}llen|cuota\b.{0,30}(?:excedid|superad)|"
    r"casella\b.{0,30}piena|caixa\b.{0,50}cheia|"
    r"(?:ящик|почтовый ящик)\b.{0,40}(?:переполнен|полон|заполнен)|квота|pochtov\w+ yashchik .{0,20}perepoln|(?:邮箱|"
    r"信箱|空间|容量).{0,12}(?:已满|满|不足|超)|(?:メールボックス|容量).{0,16}(?:一杯|超|不足)|(?:메일함|용량|"
    r"편지함).{0,12}(?:초과|부족|가득)|"
    r"p[řr]ekro[čc]en\w* kv[óo]t|schr[áa]nk\w+ .{0,20}pln|skrzynka .{0,20}pe[łl]na"
)
GREY = (
    r"gr[ae]y[- ]?-?list|postgrey|sqlgrey|gr[ae]ylist|(?:first|initial) (?:time|attempt|connection|contact)|(?:new|"
    r"unknown|unfamiliar) (?:sender|triplet|relation)|internal resources are temporarily unavailable|"
    r"ещ[её] раз через|серый список|try again in \d|retry (?:again )?in \d|灰名单|グレイリスト|lista gris|"
    r"liste grise|"
    r"grauliste"
)
INACTIVE = (
    r"(?:mailbox|account|user|recipient|address|e-?mail|box|alias|login)\b.{0,40}? (?:is |has been |was |are |"
    r"been )?(?:currently |temporarily )?(?:disabled|suspended|inactive|deactivated|de-activated|closed|locked|"
    r"blocked|frozen|expired|discontinued|no longer (?:active|valid|in use|available|on)|not active|archived|"
    r"terminated)|"
    r"(?:inactive|disabled|suspended|deactivated|invalid/inactive|expired) (?:\w+ )?(?:user|account|mailbox|"
    r"recipient|address)|no longer (?:valid|active|in use|with|works|employed|accepts)|"
    r"bo[îi]te du destinataire archiv|compte du destinataire|"
    r"(?:postfach|konto|empf[äa]nger)\b.{0,30}(?:gesperrt|deaktiviert|inaktiv|geschlossen)|(?:bo[îi]te|compte|"
    r"destinataire)\b.{0,40}(?:bloqu|d[ée]sactiv|ferm|suspendu|inactif)|(?:cuenta|buz[óo]n|"
    r"usuario)\b.{0,30}(?:desactivad|inactiv|suspendid|deshabilitad|bloquead)|"
    r"(?:casella|account|utente)\b.{0,30}(?:disabilitat|disattivat|sospes|inattiv|bloccat)|(?:conta|caixa|"
    r"usu[áa]rio)\b.{0,30}(?:desativad|inativ|suspens|bloquead)|(?:ящик|аккаунт|пользователь|"
    r"адрес)\b.{0,40}(?:заблокирован|отключен|неактив|удален|закрыт)|(?:账号|帐号|用户|邮箱).{0,8}(?:停用|禁用|冻结|"
    r"注销|锁)"
)
WHO = (
    r"(?:user|recipient|mailbox|account|address(?:es)?|e-?mail|alias|person|rcpt|local ?part|inbox|mail ?box|name|"
    r"member|customer|one|destination)"
)
UNKNOWN = (
    rf"{WHO}s?\b.{{0,60}}(?:unknown|not found|not known|(?:does|do|did)(?: not|n't|nt)? ?(?:not )?exist|not exist|"
    rf"doesn'?t (?:exist|have)|not (?:a )?(?:valid|local|listed|present|recogni[sz]ed|registered)|"
    rf"n[o']t (?:be )?found|unavailable|invalid|not available|no such|nonexist|undeliverable|not our customer)|"
    rf"(?:unknown|invalid|no such|no valid|nonexistent|non-existent|illegal|bad|undefined|unrouteable|unroutable|"
    rf"unavailable|unresolvable) (?:\w+ )?{WHO}|no (?:account|mailbox|mail box|user|one|person)\b.{{0,40}}(?:here|"
    rf"by th|name|found|with|exist|available|at this)|"
    r"bad(?:rcptto|recipientto)|validrcptto|not a (?:valid |known |real )(?:user|mailbox|recipient|address)|"
    r"RecipientNotFound|ADR\.|is not a known|not (?:in|on) (?:our|the|my) (?:user|list of users|virtual|directory)|"
    r"address rejected|recipient refused|recipient rejected|can'?t accept user|5\.1\.1\)|"
    r"(?:empf[äa]nger\w*|benutzer|postfach|adresse|e-?mail-?adresse)\b.{0,50}(?:unbekannt|nicht (?:gefunden|"
    r"vorhanden|bekannt|existent|erreichbar)|existiert nicht|ung[üu]ltig|gibt es nicht)|unbekannter? (?:empf|"
    r"benutzer|adress|nutzer)|"
    r"(?:utilisateur|destinataire|adresse|bo[îi]te|compte)\b.{0,50}(?:inconnu|invalide|n['’]?existe pas|introuvable|"
    r"inexistant)|(?:usuario|destinatario|buz[óo]n|direcci[oó]n|cuenta)\b.{0,50}(?:desconocid|no existe|inexistente|"
    r"inv[áa]lid|no encontrad|no v[áa]lid)|no existe|"
    r"(?:utente|destinatario|casella|indirizzo)\b.{0,50}(?:sconosciut|inesistente|non (?:esiste|trovat|valid))|"
    r"nessun utente|(?:usu[áa]rio|destinat[áa]rio|caixa|endere[çc]o|conta)\b.{0,50}(?:desconhecid|n[ãa]o (?:existe|"
    r"encontrad|[ée] v[áa]lid)|inexistente|inv[áa]lid)|"
    r"(?:пользовател\w+|получател\w+|ящик\w*|адрес\w*)\b.{0,50}(?:не (?:найден|существует|зарегистр)|неизвест|"
    r"недопуст|отсутств)|нет такого|(?:polzovatel|takogo|adres)\w* .{0,30}ne (?:naiden|sushch|suscestv)|(?:用户|邮箱|"
    r"收件人|帐号|账号|地址).{0,10}(?:不存在|未找到|无效|不正确)|无此用户|"
    r"(?:宛先|ユーザー?|アドレス|受信者|メールボックス).{0,20}(?:存在|不明|見つか|無効|ありません)|(?:사용자|수신자|"
    r"주소|계정|받는).{0,16}(?:없|존재하지|찾을|잘못)|"
    r"(?:u[žz]ivatel|p[řr][íi]jemce|schr[áa]nka|adresa)\b.{0,30}(?:neexist|nezn[áa]m|nenalez)|(?:u[żz]ytkownik|"
    r"adres|odbiorca)\b.{0,30}(?:nie istnieje|nieznan)|"
    r"(?:gebruiker|ontvanger|adres)\b.{0,30}(?:onbekend|bestaat niet)|no thank you|nobody (?:here|by)"
)
NO_DOMAIN = (
    r"(?:recipient|domain|host|rcpt|destination)\b.{0,60}(?:domain|host|mx|dns)\b.{0,40}(?:not found|does(?: not|"
    r"n't) (?:exist|accept)|no (?:mx|mail)|unknown|lookup fail|unresolv|null)|"
    r"domain (?:\S{1,60} )?(?:is )?(?:not found|does not exist|not exist|unknown|invalid|has no mx|doesn'?t exist|"
    r"is not valid|nonexist|does not accept|not resolv)|"
    r"(?:no|unknown|invalid|bad) (?:such )?(?:domain|host)\b|(?:unrouteable|unroutable|unresolvable) (?:domain|"
    r"address|mail domain|host)|null ?mx|host (?:or domain )?(?:name )?(?:unknown|not found|lookup)|no (?:mx|"
    r"mail exchanger|route|valid mx|relay|a record)\b.{0,20}(?:host|for|to|record|found)|all relevant MX|"
    r"domain de[sl] .{0,24}(?:desconoc|no exist)|"
    r"(?:domain|dom[äa]ne) .{0,30}(?:existiert nicht|unbekannt)|domaine .{0,40}(?:inconnu|n['’]existe pas|invalide)|"
    r"dominio .{0,40}(?:no existe|inesistente|non esiste|desconocido)|dom[íi]nio .{0,40}(?:n[ãa]o existe|"
    r"inexistente|inv[áa]lid)|домен .{0,40}не (?:найден|существует)|域名.{0,8}(?:不存在|错误)"
)
DOMAIN_LATER = (
    r"(?:can(?:not|'t)|could not|unable to|failed to) (?:resolve|route|look ?up|find) |(?:dns|mx|host|domain|"
    r"name)\b.{0,30}(?:lookup|resol\w+|query|error|timeout|time out|temporar|server).{0,20}(?:fail|error|timeout|"
    r"timed out|problem|temporar)|lookup (?:fail|error|timed)|host (?:or domain )?name lookup|name server|"
    r"domain not found|domain lookup"
)
RESTRICTED = (
    r"(?:only|just) (?:\w+ ){0,4}(?:members?|subscribers?|internal|authenticated|allowed|approved|authorized|"
    r"employees)|members?[- ]only|not (?:a )?(?:subscribed|member|permitted to (?:post|send|write|mail)|"
    r"allowed to (?:post|write|send (?:mail |messages? |e-?mail )?to))|RESOLVER\.RST|(?:delivery|sender|access|"
    r"permission)\w* (?:is |to )?(?:\w+ ){0,3}restricted|restricted (?:to|recipient|group|list|address|mailbox)|"
    r"(?:not|n't) (?:allowed|permitted|authori[sz]ed|have permission) to (?:send|mail|post|write|email|"
    r"deliver)(?: \w+){0,4} (?:to (?:this|the|that|\S+@)|this (?:recipient|group|list|mailbox|address))|"
    r"group .{0,60}(?:not|n't|may not).{0,20}(?:post|allow|permission)|(?:recipient|user|mailbox|they|he|"
    r"she) (?:\S+ )?(?:only accepts|does not accept|doesn'?t accept|is not accepting|not accepting|refuses|"
    r"has blocked|rejected you|blocks|does not want|won'?t accept)|"
    r"blocked by (?:the )?(?:recipient|user|addressee)|rejected by (?:the )?(?:recipient|addressee|user)|"
    r"(?:envelope|sender) (?:blocked|rejected)|closed mailing list|moderat|not accept(?:ing)? (?:mail|"
    r"messages) from (?:this|your|external|outside|the internet)|(?:does not|doesn'?t) accept (?:\w+ )?(?:mail|"
    r"e-?mail|messages) from you|rejected by recipients|sender (?:is )?(?:not|n't) (?:\w+ )?(?:white|"
    r"allow)[- ]?list|"
    r"empf[äa]nger\b.{0,40}(?:nimmt|akzeptiert|lehnt|verweigert)|destinataire\b.{0,40}(?:refuse|n['’]accepte pas)|"
    r"destinatario\b.{0,40}(?:no acepta|rechaz|non accetta|rifiut)|destinat[áa]rio\b.{0,40}n[ãa]o aceita|"
    r"получател\w+\b.{0,40}(?:не принимает|отклон|запретил)"
)
MOVED = (
    r"(?:has |have )?moved (?:to|permanently)|user not local|please (?:try|forward|use) <|new address|has changed|"
    r"no longer on server|change of address|forwarding address|verzogen|nouvelle adresse|nueva direcci"
)
SYNTAX = (
    r"(?:bad|invalid|illegal|malformed|improper) (?:\w+ )?(?:address|recipient|mailbox|rcpt)? ?(?:syntax|format|"
    r"character)|syntax error.{0,40}(?:address|recipient|mailbox|rcpt|parameter|argument)|(?:address|recipient|"
    r"mailbox)\b.{0,30}(?:syntax|malformed|bad format|not (?:well|properly) formed|badly formed)|"
    r"(?:fully[- ]qualified|full) (?:e-?mail |mail )?address|need fully[- ]qualified address|missing (?:@|domain)|"
    r"must contain a domain|parse (?:error|failure).{0,20}address|malformed address|syntaxe"
)
MANY_RECIPIENTS = (
    r"too many (?:\w+ )?(?:recipients|rcpts?|addressees|destinations|receivers)|(?:maximum|max|limit|number|"
    r"exceed\w*)\b.{0,30}recipients|recipients?\b.{0,30}(?:limit|exceed|maximum|too many|count)|zu viele empf|"
    r"trop de destinataires|demasiados destinatarios|troppi destinatari|muitos destinat|слишком много (?:получател|"
    r"адресат)|收件人(?:数|过多|太多)|(?:宛先|送信先).{0,8}(?:多|超)|수신자.{0,8}(?:많|초과)"
)

"""What SMTP servers say when they sign somebody in, in the languages that they say it in."""

from __future__ import annotations

from .shape import Rule
from .smtp_connection import CLIENT_BLOCKED
from .smtp_limits import ACCOUNT_WIDE, MANY
from .smtp_shape import ANY, AUTH, HARD, SOFT, either, telling, worded
from .smtp_trouble import AT_SIGN_IN as TROUBLED

# QQ and its kin give one answer that lists every reason they know.
LISTED = r"account is abnormal|credentials or (?:imap|smtp|pop3?) is disabled"
FOR_APPS = (
    r"app(?:lication)?(?:[- ]specific)?[- ]?password|authori[sz]ation code|授权码|InvalidSecondFactor|"
    r"parol\w{0,2} (?:dlya )?(?:vneshn\w+ )?prilozheni|парол\w{0,4} (?:для )?(?:внешн\w+ )?приложени|"
    r"anwendungsspezifisch|anwendungspasswor|app-passwor[td]|applikationspasswort|"
    r"mots? de passe (?:d['’ ]?|sp[eé]cifique .{0,12})application|contrase[ñn]a de (?:la )?aplicaci|"
    r"senha de (?:app|aplicativo|aplica)|password (?:per|specifica per|dell['’]) ?(?:le |l['’])?app|"
    r"애플리케이션 비밀번호|앱 비밀번호|アプリ(?:ケーション)? ?パスワード|アプリパスワード"
)
FAILED_OFTEN = (
    r"too many (?:[\w-]+ ){0,3}(?:failures|errors|failed|unsuccessful|invalid|wrong|bad|incorrect)\b(?! commands)|"
    r"repeated .{0,20}failures|"
    r"maximum number of (?:failed|bad|invalid)|"
    r"temporar\w+ (?:locked|blocked|suspended|disabled|banned)|(?:locked|blocked|suspended|disabled|banned) (?:for a "
    r"while|temporar)|vor[üu]bergehend gesperrt|zu viele (?:\w+ ){0,2}(?:fehl|falsch|ung[üu]ltig)|"
    r"temporairement (?:bloqu|verrouill|suspend)|trop de tentatives (?:[ée]chou|infruct)|"
    r"demasiados intentos (?:fallid|incorrect)|troppi tentativi (?:fallit|errat)|muitas tentativas (?:falh|inv[áa]lid)|"
    r"временно (?:заблокирован|отключ)|temporalmente bloquead|temporaneamente bloccat|temporariamente bloquead"
)
OFTEN = (
    r"too many (?:\w+ ){0,2}(?:messages|e-?mails|requests)|too (?:many|much) (?:[\w-]+ ){0,3}(?:times|log-?ins?|"
    r"logons?|sign-?ins?|auth\w*|attempts|tries)|"
    r"(?:log-?in|logon|sign-?in|auth\w*) (?:attempts? )?(?:rate|frequency|limit)|rate[- ]?limit|throttl|"
    r"frequency (?:is )?limit|too (?:frequent|fast|quick)|ratelimit|"
    r"登录(?:过于)?频(?:率|繁)|登錄頻|频率(?:限制|过高)|次[数數](?:过|過|太)多|"
    r"操作频繁|ログイン(?:試行|回数)|로그인 (?:시도|횟수)|"
    r"(?:quota|limit|number|maximum) of (?:\w+ ){0,2}(?:log-?ins?|logons?|sign-?ins?|attempts|auth\w*)\b|"
    r"(?:daily|hourly|monthly) (?:\w+ ){0,2}(?:limit|quota)|(?:limit|quota) .{0,20}(?:per day|today|reached)|"
    r"zu viele (?:anmelde|login|verbindungs)|trop de (?:tentatives|connexions)|demasiados intentos|troppi tentativi|"
    r"muitas tentativas|слишком много (?:попыток|авториз)|слишком часто|превышен\w* (?:число|количество|лимит)"
)
COMMANDS = r"too many (?:\w+ ){0,3}commands"
BROWSER = (
    r"web ?login ?required|(?:log|sign)[- ]?in (?:\w+ ){0,4}(?:web )?browser|via (?:your |the )?(?:web ?)?browser|"
    r"verify (?:it'?s you|you(?:r (?:account|identity|phone|e-?mail))?)|(?:unusual|suspicious) (?:log|sign|"
    r"activity)|captcha|"
    r"(?:confirm|validate) your (?:identity|account|phone|number)|accept .{0,20}(?:terms|eula|tos\b|agreement)|"
    r"(?:log|sign)[- ]?in (?:to|at|on|via|through) .{0,20}web ?(?:mail|site|interface)|"
    r"(?:ввести|введите) (?:символы|код)|подтвердит|webmail (?:einloggen|anmelden)|im webmail"
)
SWITCHED_OFF = (
    r"(?:smtp|pop3?/?imap|external (?:client|program|app)\w*|mail client)\b.{0,20} (?:access )?(?:is |are |"
    r"has been |was )?"
    r"(?:disabled|not (?:enabled|activated|active|open|allowed|permitted|turned on)|turned off|switched off|"
    r"deaktiviert|"
    r"d[ée]sactiv|desactivad|disabilitat|disattivat|desabilitad|отключ|未开启|未开通|关闭|無効|사용하지 않)|"
    r"(?:enable|activate|turn on|switch on|allow) (?:\w+ ){0,4}(?:smtp|pop3?/imap|external)|"
    r"does not have access rights to this service|service is not (?:open|enabled)|user has no permission|"
    r"(?:请|請).{0,10}(?:开启|開啟).{0,10}smtp|smtp服务|nicht (?:f[üu]r|freigeschaltet).{0,20}(?:pop|imap|smtp)|"
    r"(?:pop3?|imap|smtp)\b.{0,40}(?:freischalten|freigeschaltet|aktivieren)|환경 ?설정|пропуск.{0,30}выключен|"
    r"доступ .{0,30}(?:протокол|почтов\w+ программ)\w* .{0,20}(?:запрещ|отключ)"
)
MAILBOX_OFF = (
    r"smtp ?client ?auth\w* is disabled(?! for the (?:tenant|organi))|not (?:enabled|activated|licensed) (?:for|"
    r"to use) (?:smtp|sending)"
)
TENANT_OFF = (
    r"smtp ?client ?auth\w* is disabled for the (?:tenant|organi[sz]ation)|"
    r"basic auth\w*\b.{0,40}(?:disabled|blocked|not (?:supported|allowed|enabled)|no longer|retired|deprecated)|"
    r"(?:disabled|blocked|retired|deprecated)\b.{0,20}basic auth|(?:less secure|legacy) (?:app|auth)\w*|"
    r"legacy .{0,20}protocol|password[- ]based .{0,30}(?:disabled|no longer|not)|(?:requires?|must use|please use|"
    r"only) (?:modern auth|oauth)"
)
CRITERIA = (
    r"did not meet the criteria|(?:denied|blocked|refused|rejected) from (?:this|your) (?:ip|network|country|"
    r"location|host)|conditional access|security defaults|blocked by .{0,30}(?:polic|rule|admin)|"
    r"not allowed (?:to (?:log|sign) ?in )?from (?:this|your) (?:country|location|network|ip|region)|"
    r"(?:sign|log)[- ]?in (?:was |is )?blocked|country (?:is )?(?:block|not allow)|"
    r"access from .{0,30} (?:is )?(?:denied|blocked|not allowed)|"
    r"(?:ip|network|location) (?:\S+ )?(?:is )?(?:not (?:allowed|permitted|authorized)|blocked|banned)|"
    r"unauthori[sz]ed (?:ip|network|location|country|host)|not in (?:the )?(?:white|allow)[- ]?list"
)
EXPIRED = (
    r"password (?:has |is |was )?(?:been )?expired|expired password|(?:must|needs? to|have to) (?:change|reset|"
    r"renew) .{0,20}password|"
    r"passwort (?:ist )?abgelaufen|mot de passe (?:a |est )?expir|contrase[ñn]a (?:ha )?(?:caducad|expirad|vencid)|"
    r"password (?:[èe] )?scadut|senha (?:est[áa] )?expir|срок действия пароля|пароль (?:ист[её]к|устарел)|"
    r"密码(?:已)?过期|"
    r"パスワードの有効期限|비밀번호.{0,10}만료|password change (?:is )?required"
)
CLOSED = (
    r"(?:account|mailbox|user(?:name)?|login|domain|e-?mail|access)\b.{0,40}? (?:is |has been |was |"
    r"been )?(?:disabled|suspended|"
    r"deactivated|inactive|closed|terminated|not active|not activated|cancel+ed|deleted|frozen|revoked)|"
    r"(?:disabled|suspended|inactive|deactivated) (?:account|user|mailbox)|account (?:disabled|suspended|inactive|"
    r"expired)|"
    r"(?:konto|postfach|account|benutzer|zugang)\b.{0,30}(?:deaktiviert|gesperrt|stillgelegt)|"
    r"(?:compte|bo[îi]te)\b.{0,30}(?:d[ée]sactiv|suspendu|ferm[ée]|r[ée]sili)|cuenta\b.{0,30}(?:desactivad|suspendid|"
    r"inhabilitad|deshabilitad)|(?:account|casella)\b.{0,30}(?:disabilitat|disattivat|sospes)|"
    r"conta\b.{0,30}(?:desativad|"
    r"suspens|desabilitad)|(?:аккаунт|уч[её]тная запись|ящик|пользователь)\b.{0,30}(?:отключ|удал|неактив)|"
    r"(?:帐号|账号|帳號|用户|用戶)\b.{0,10}(?:停用|禁用|冻结|已注销)|アカウント.{0,10}(?:無効|停止)|"
    r"계정.{0,10}(?:정지|비활성)"
)
LOCKED = (
    r"account lock-?out|lockout|アカウント.{0,10}ロック|계정.{0,10}잠"
    r"|"
    r"(?:account|mailbox|user|login|access|e-?mail)\b.{0,30} (?:is |has been |was |been )?(?:locked|blocked|"
    r"restricted|banned)|"
    r"(?:locked|blocked) (?:account|user|mailbox)|account (?:locked|blocked)|compromised|hacked|"
    r"compte\b.{0,30}(?:bloqu|verrouill)|cuenta\b.{0,30}bloquead|account\b.{0,30}bloccat|conta\b.{0,30}bloquead|"
    r"(?:аккаунт|уч[её]тная запись|ящик|почтовый ящик)\b.{0,30}заблокирован|заблокирован\b|(?:帐号|"
    r"账号).{0,10}(?:锁定|被封)"
)
GRANT_OVER = r"(?:access )?token (?:has |is )?expired|expired (?:access )?token|session invalidated"
GRANT = (
    r"(?:oauth|bearer|access[- _]token|xoauth2|token)\b.{0,40}(?:invalid|refused|rejected|revoked|fail|not valid|"
    r"denied)|invalid (?:\w+ )?token|invalid_token|AuthBearerFail"
)
METHODS = (
    r"(?:unrecogni[sz]ed|unknown|unsupported|invalid|unimplemented|bad) (?:\w+ )?auth\w*(?: \w+)?\b(?: mechanism|"
    r" type| method)|"
    r"unsupported auth|unrecogni[sz]ed auth|auth\w*(?: \w+)? (?:mechanism|type|method|scheme)s?\b.{0,30}(?:not|"
    r"un)\w* ?(?:support|recogni|"
    r"avail|accept|implement|known|allow|enabled|permit)|mechanism.{0,20}(?:too weak|not|unsupported|invalid|"
    r"unavail)|"
    r"auth\w*(?: command)?(?: is)? (?:not (?:supported|available|enabled|implemented|allowed|advertised)|disabled|"
    r"unavailable)|"
    r"(?:no|not) (?:supported|available|suitable) .{0,20}(?:auth|mechanism)|when not advertised|"
    r"no auth\w* (?:mechanism|method|type)|"
    r"(?:does not|doesn't) support (?:smtp )?auth"
)
WRONG = (
    r"(?:user ?names?|passwords?|credentials?|log-?in|logon|auth\w*|sign-?in|e-?mail|sasl \w+)\b(?: and password|"
    r" or password| data| details| credentials| information)? (?:is |are |was |were |has |have )?"
    r"(?:not accepted|incorrect|invalid|wrong|fail\w*|unsuccessful|denied|rejected|refused|mismatch|error|unknown|"
    r"bad\b|not (?:recogni[sz]ed|valid|"
    r"correct|match|authori[sz]ed|exist|found|allowed))|"
    r"(?:invalid|incorrect|wrong|bad|unknown) (?:\w+ ){0,3}(?:credentials?|log-?in|user\w*|password|account|auth\w*|"
    r"mailbox)|"
    r"(?:can(?:not|'t)|could not|unable to|failed to|fail to) (?:authenticate|log ?in|sign in|verify)|"
    r"no such (?:user|account|mailbox)|"
    r"user (?:not found|unknown|does ?n[o']t exist)|login fail|access denied|permission denied|not authenticated|"
    r"(?:benutzer\w*|passwor\w*|zugangsdaten|anmeld\w*|kennwor\w*|authentifizierung)\b.{0,40}(?:falsch|ung[üu]ltig|"
    r"nicht korrekt|inkorrekt|fehl\w+|nicht akzeptiert)|(?:falsche|ung[üu]ltige)\w? (?:benutzer|passwor|zugang|"
    r"anmelde|kennwor)|"
    r"(?:identifiants?|mot de passe|authentification|login)\b.{0,40}(?:incorrect|invalide|erron|[ée]chou|refus)|"
    r"(?:echec|[ée]chec) (?:de |d['’])?(?:l['’])?(?:authent|connexion)|"
    r"(?:usuario|contrase[ñn]a|autenticaci[oó]n|credenciales)\b.{0,40}(?:incorrect|inv[áa]lid|fall|err[oó]ne)|"
    r"(?:fall[oó]|error) .{0,12}autenticaci|"
    r"(?:nome utente|utente|password|autenticazione|credenziali)\b.{0,40}(?:errat|non valid|non corrett|fallit|"
    r"sbagliat)|"
    r"(?:usu[áa]rio|senha|autentica[çc][ãa]o|credenciais)\b.{0,40}(?:inv[áa]lid|incorret|falh|errad)|"
    r"falha .{0,12}autentica|"
    r"(?:пароль|логин|имя пользователя|авториз\w+|аутентификац\w+)\b.{0,40}(?:невер|неправ|не удал|ошибк|отклон)|"
    r"(?:неверн|неправильн)\w+ .{0,24}(?:парол|логин|имя|учетн)|ошибка (?:авториз|аутентифик)|"
    r"nevern\w+ .{0,20}parol|(?:密码|用户名|帐号|账号|认证|驗證|验证|登录).{0,12}(?:错误|失败|不正确|錯誤|失敗)|"
    r"(?:パスワード|認証|ユーザー?名?).{0,16}(?:違|失敗|正しく|誤|エラー)|(?:비밀번호|아이디|인증|"
    r"로그인).{0,16}(?:틀|실패|일치하지|올바르지)|"
    r"(?:heslo|p[řr]ihl[áa][šs]en)\w{0,6}.{0,20}(?:[šs]patn|neplatn|chyb|nespr[áa]vn|selhal)|(?:has[łl]o|"
    r"logowani).{0,30}(?:niepraw|b[łl][ęe]dn)"
)

ENCRYPT_FIRST = (
    r"(?:must|have to|need to|please|should)\b.{0,20}(?:issue|use|send|enable)\b.{0,12}(?:a |an )?(?:starttls|tls|"
    r"ssl|secure conn|encrypt)|"
    r"(?:starttls|tls|ssl|encryption|encrypted connection|secure connection|secure channel)(?: \w+){0,2} (?:is |"
    r"are )?(?:required|mandatory|needed|necessary)|"
    r"(?:requires?|demands?|needs?|only (?:over|via|through|with|on)|without|before|"
    r"first) (?:an? )?(?:\w+ ){0,2}(?:starttls|tls|ssl|encrypt\w*|secure (?:conn|chann))|"
    r"(?:starttls|tls|ssl) (?:\w+ )?first|encryption required|(?:plain|clear)[- ]?text (?:auth\w*|log-?ins?|"
    r"passwords?)\b.{0,30}(?:not|disallow|disabl|denied|forbid|reject)|"
    r"(?:verschl[üu]ssel\w+|unverschl[üu]ssel\w+)\b.{0,60}|(?:connexion|liaison) (?:s[ée]curis|chiffr)|"
    r"conexi[oó]n (?:segura|cifrada)|connessione (?:sicura|cifrata)|conex[ãa]o segura|"
    r"(?:защищ[её]нн|шифров)\w+|需要.{0,6}(?:加密|SSL|TLS)|暗号化"
)
OLD_TLS = (
    r"tls ?(?:v(?:ersion)?)? ?1\.[01]\b|(?:requires?|at least|upgrade|minimum|higher|use|"
    r"support) .{0,30}tls ?(?:v(?:ersion)? ?)?1\.[23]|sslv[23]\b|(?:old|outdated|deprecated|obsolete|weak|"
    r"unsupported|insecure) (?:version of )?(?:tls|ssl|cipher)|high-strength ciphers|tls (?:protocol )?version"
)

# Trouble beside these is no news.
SAID_BETTER = either(
    LISTED, FOR_APPS, MANY, ACCOUNT_WIDE, OFTEN, FAILED_OFTEN, COMMANDS, GRANT_OVER, MAILBOX_OFF, TENANT_OFF, OLD_TLS,
    ENCRYPT_FIRST, CLIENT_BLOCKED, r'"status"', r"restarting auth",
)  # fmt: skip

SIGN_IN: tuple[Rule, ...] = (
    telling("listed", "SMTP-106", AUTH, LISTED),
    telling("app-password", "SMTP-104", AUTH, FOR_APPS),
    telling("challenge", "SMTP-226", AUTH, r'"status"\s*:\s*"4\d\d"'),
    telling("token-over", "SMTP-226", AUTH, GRANT_OVER),
    telling("token", "SMTP-108", AUTH, GRANT, unless=either(TROUBLED, OFTEN, FAILED_OFTEN, r"\"status\"")),
    telling("failed-often", "SMTP-224", AUTH, FAILED_OFTEN),
    telling("often", "SMTP-205", AUTH, OFTEN, unless=either(LISTED, FAILED_OFTEN, MANY, ACCOUNT_WIDE, COMMANDS)),
    telling("commands", "SMTP-206", AUTH, COMMANDS),
    telling("mailbox-off", "SMTP-302", AUTH, MAILBOX_OFF),
    telling("tenant-off", "SMTP-303", AUTH, TENANT_OFF, unless=BROWSER),
    telling("criteria", "SMTP-304", AUTH, CRITERIA, unless=either(TROUBLED, FAILED_OFTEN, BROWSER)),
    telling("browser", "SMTP-105", AUTH, BROWSER, unless=either(EXPIRED, TROUBLED)),
    telling("expired", "SMTP-103", AUTH, EXPIRED, unless=TROUBLED),
    telling("old-tls", "SMTP-308", ANY, OLD_TLS),
    telling("encrypt-first", "SMTP-305", ANY, ENCRYPT_FIRST,
            unless=r"requiretls|route requires|recipient|(?:not|un)[ -]?avail|tempor|due to"),
    telling("switched-off", "SMTP-107", AUTH, SWITCHED_OFF, unless=either(LISTED, TROUBLED)),
    telling("locked", "SMTP-109", AUTH, LOCKED, unless=either(TROUBLED, FAILED_OFTEN, BROWSER, CRITERIA)),
    telling("closed", "SMTP-301", AUTH, CLOSED,
            unless=either(TROUBLED, FAILED_OFTEN, METHODS, SWITCHED_OFF)),
    telling("methods", "SMTP-309", AUTH, METHODS, unless=either(TROUBLED, TENANT_OFF, MAILBOX_OFF)),
    telling("client-blocked", "SMTP-311", AUTH, CLIENT_BLOCKED, statuses=HARD, unless=either(CRITERIA, FAILED_OFTEN)),
    telling("out-of-order", "SMTP-202", AUTH, TROUBLED, unless=SAID_BETTER),
    worded("refused", "SMTP-102", AUTH, WRONG, statuses=HARD),
    worded("refused-for-now", "SMTP-202", AUTH, WRONG, statuses=SOFT),
)  # fmt: skip

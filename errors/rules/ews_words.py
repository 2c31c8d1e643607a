"""Rules for what Exchange says in words alone, where a log or a library left the code out, in the languages that
Exchange servers answer in."""

from __future__ import annotations

from .ews_shape import ANY, AUTODISCOVER, FETCH, LISTING, NOT_FETCH, NOT_SENDING, ONE_EMAIL, SENDING, worded
from .shape import Rule

SUBMISSION = r"submission quota|.bermittlungskontingent|quota d.envoi|cuota de env.o"
BUSY = (
    r"server (?:cannot|can't|can not) service this request|server is (?:too )?busy|back ?off milliseconds|"
    r"too many requests|being rate[- ]?limited|throttling policy|"
    r"request(?:s)? (?:is|was|were|has been|are) (?:being )?throttled|"
    r"Server kann diese (?:Anforderung|Anfrage) .{0,40}nicht (?:verarbeiten|bedienen|bearbeiten)|"
    r"serveur ne peut (?:pas|actuellement pas) .{0,40}(?:traiter|satisfaire|r.pondre)|"
    r"servidor no puede .{0,60}esta solicitud|"
    r"サーバーはこの要求を(?:現在)?(?:処理|サービス)|"
    r"现在无法处理此请求|服务器现在无法|servidor n.o pode .{0,60}esta solicita|"
    r"server non . in grado .{0,60}richiesta|server kan dit verzoek"
)
TOO_MANY = (
    r"exceeded the available concurrent connections|too many concurrent (?:connections|requests)|"
    r"gleichzeitigen Verbindungen|connexions simultan|conexiones simult|同時接続"
)
TOO_MANY_FINDS = (
    r"exceeded the (?:maximum number of objects|available subscriptions)|gave up when asked to back off|"
    r"Max timeout reached"
)
DENIED = (
    r"access (?:is |was )?denied|not have (?:the )?(?:rights?|permissions?) (?:to|on)|Zugriff (?:wurde )?verweigert|"
    r"acc.s (?:est )?refus|acceso (?:fue |ha sido )?denegado|アクセスが拒否されました|accesso negato|"
    r"acesso (?:foi )?negado|拒绝访问|toegang geweigerd"
)
IMPERSONATION = (
    r"permission to impersonate|impersonation (?:failed|denied)|cannot impersonate|not allowed to impersonate|"
    r"Identit.t des angeforderten Benutzers|emprunter l.identit|(?:suplantar|suplantaci)|"
    r"ユーザーを?偽装|ユーザーの権限を借用|rappresentare l.utente|representar o usu.rio"
)
NOT_FOUND = (
    r"specified object was not found in the store|object cannot be found|"
    r"angegebene Objekt wurde .{0,40}nicht gefunden|"
    r"objet sp.cifi. .{0,40}(?:introuvable|pas .t. trouv)|Impossible de trouver l.objet sp.cifi|"
    r"objeto especificado no se encontr|No se (?:encontr.|ha encontrado) el objeto especificado|"
    r"指定されたオブジェクトが?は?ストアに|oggetto specificato|objeto especificado n.o foi encontrado|在存储中找不到"
)
NO_FOLDER = (
    r"specified folder could not be found|folder to be synchronized could not be found|"
    r"(?:folder|No subfolder with name) .{0,60}(?:does not exist|could not be found|not found)|Could not find "
    r"(?:distinguished )?folder|No subfolder with name|No usable default|"
    r"angegebene Ordner .{0,60}nicht gefunden|dossier sp.cifi. .{0,60}(?:introuvable|pas .t. trouv)|"
    r"carpeta especificada|指定されたフォルダー"
)
CHANGE_DUE = (
    r"password (?:has |is )?expired|password (?:change is required|must (?:be )?change)|must change .{0,20}password|"
    r"(?:Kennwort|Passwort) (?:ist |des .{0,40})?abgelaufen|mot de passe a expir|"
    r"contrase.a ha (?:expirado|caducado)|パスワードの?(?:有効)?期限"
)
MISTYPED = (
    r"(?:user ?name|password|credentials?) (?:or password )?(?:is|are|was|were) (?:incorrect|invalid|wrong|not valid)|"
    r"unknown user ?name or bad password|incorrect (?:user ?name or )?password|"
    r"(?:Benutzername|Kennwort|Passwort) .{0,40}(?:falsch|ung.ltig)|mot de passe (?:est )?incorrect|"
    r"contrase.a (?:es )?incorrecta"
)
REFUSED = (
    r"invalid credentials\b|(?:logon|log on|login|authentication|sign-?in) (?:has )?fail(?:ed|ure)|\bunauthori[sz]ed\b|"
    r"Anmeldung fehlgeschlagen|.chec (?:de l.)?(?:ouverture|authentification)|nicht autorisiert|non autoris|"
    r"no autorizado"
)
PAGE = r"\b[45]\d\d\b|<html|forbidden"  # HTTP's own words
BROKEN = (
    r"internal (?:server )?error occurred|unexpected error occurred|interner Serverfehler|"
    r"erreur (?:de |du )?serveur interne|erreur interne du serveur|error interno (?:del|de) servidor|"
    r"内部サーバー ?エラー|errore interno del server|erro interno do servidor|内部服务器错误"
)
STORE_AWAY = (
    r"mailbox (?:database|store) is (?:temporarily )?(?:unavailable|offline)|mailbox move (?:is )?in progress|"
    r"mailbox is being moved|Connection did not succeed|"
    r"Postfachdatenbank ist .{0,30}nicht verf.gbar|Postfachverschiebung|Postfach wird .{0,30}"
    r"verschoben|base de donn.es .{0,60}indisponible|D.placement de (?:la )?bo.te|base de datos de(?: los)? buzones "
    r".{0,40}disponible|movimiento de(?:l)? buz|メールボックス ?データベース|メールボックスの移動"
)
NO_MAILBOX = (
    r"address has no mailbox associated|mailbox is invalid\b|requested user .{0,60}is invalid|"
    r"mailbox does not exist|no mailbox with such guid|"
    r"MailboxGuidWithDomainNotFound|UserNotFound|mailbox .{0,60}(?:could not be found|was not found|doesn.t exist)|"
    r"SMTP-Adresse .{0,40}kein Postfach|Postfach .{0,40}(?:ist nicht vorhanden|existiert nicht)|"
    r"adresse SMTP .{0,40}(?:aucune|pas de) bo.te|aucune bo.te aux lettres|n.existe pas|direcci.n SMTP no tiene|"
    r"SMTP アドレスに.{0,20}メールボックス|email address can.t be found"
)
FULL = (
    r"mailbox (?:has )?exceeded (?:the |its )?maximum (?:mailbox )?size|mailbox is full|storage (?:limit|quota) .{0,20}"
    r"exceeded|maximale Postfachgr..e|Postfach ist voll|bo.te .{0,40}(?:taille maximale|est pleine|pleine)|"
    r"buz.n .{0,40}(?:tama.o m.ximo|lleno)|メールボックスの?(?:最大)?サイズ"
)
TOO_LARGE = (
    r"(?:message|attachment|property|request|email|e-mail) (?:size )?exceeds? (?:the )?maximum|"
    r"Maximum request length exceeded|message (?:is )?too (?:large|big)|"
    r"Nachricht .berschreitet|message d.passe la taille|mensaje (?:excede|supera) el tama.o|最大サイズを超え"
)
CURSOR = (
    r"synchroni[sz]ation state data|sync ?state .{0,20}(?:corrupt|invalid)|watermark .{0,40}(?:invalid|not found)|"
    r"subscription (?:was|is|has) .{0,20}(?:not found|expired|invalid)|specified subscription was not found|"
    r"Synchronisierungsstatus|.tat de synchronisation|estado de (?:la )?sincronizaci|同期状態"
)
SEND_AS = (
    r"right to send mail on behalf|SendAsDenied|not allowed to send as|im Auftrag .{0,60}(?:zu senden|senden)|"
    r"envoyer (?:du courrier|des messages) au nom|enviar correo en nombre"
)
DAMAGED = (
    r"(?:item|data|message) is corrupt|corrupt(?:ed)? (?:data|item|message)|Element ist besch.digt|"
    r".l.ment est (?:endommag|corrompu)|elemento est. da.ado|アイテムが(?:破損|壊)"
)
CONVERSION = (
    r"content conversion failed|conversion .{0,20}failed|Inhaltskonvertierung|Konvertierung des Inhalts|"
    r"conversion du contenu|conversi.n del? contenido"
)
RECIPIENTS = (
    r"recipients? (?:is|are) (?:invalid|not valid)|address that was supplied isn.t valid|"
    r"at least one recipient|Empf.nger .{0,20}ung.ltig|"
    r"destinataires? .{0,30}(?:non valides?|invalides?)|destinatarios? .{0,30}no (?:es|son) v.lid|"
    r"(?:recipient|address) .{0,60}(?:was not found|could not be resolved)"
)
INFECTED = r"virus (?:was )?detected|result of a virus scan|Virus (?:erkannt|gefunden)|virus d.tect|virus detectado"
DISABLED = (
    r"account is disabled|account (?:has been )?disabled|have a valid license|Konto ist deaktiviert|"
    r"compte est d.sactiv|cuenta est. (?:deshabilitada|desactivada)|アカウントが無効"
)
VERSION = (
    r"specified server version is invalid|support the (?:specified|requested) .{0,20}version|"
    r"No valid version headers|No ServerVersionInfo"
)
OUR_REQUEST = (
    r"request failed schema validation|request is invalid|Schema.berpr.fung|validation du sch.ma|"
    r"validaci.n (?:de|del) esquema|schema validation"
)
NO_AUTODISCOVER = (
    r"autodiscover (?:service )?(?:failed|could(?:n.t| not) be (?:located|found))|autodiscover protocol failed|"
    r"no autodiscover (?:server|service|record|endpoint)"
)
BEHIND = (
    r"Exchange Web Services (?:are not|aren.t|is not) (?:currently )?available for this (?:request|mailbox)|"
    r"contact the appropriate CAS|Active Directory (?:operation did not succeed|is unavailable)|"
    r"Active Directory .{0,40}(?:nicht verf.gbar|indisponible|no .{0,20}disponible)"
)
RESOURCES = (
    r"resources are unavailable|not enough memory|insufficient (?:system )?(?:resources|memory)|OutOfMemoryException|"
    r"nicht gen.gend (?:Arbeitss|S)peicher|m.moire insuffisante|memoria insuficiente"
)
FOLDER_DAMAGED = r"folder is corrupt|Ordner ist besch.digt|dossier est (?:endommag|corrompu)|carpeta est. da.ad"
BAD_NAME = r"\bid is (?:malformed|invalid)|id must be non-empty"
STOPPED = r"not processed as a result of a previous error"
NONSENSE = (
    r"No Body element in SOAP|Bad SOAP response|Unknown SOAP response|not well-formed|elements in ResponseMessage"
)

NOT_ACCESS = f"{BUSY}|{IMPERSONATION}|{SEND_AS}|{MISTYPED}|{REFUSED}|{PAGE}"

WORDS: tuple[Rule, ...] = (
    worded("busy", "EWS-203", ANY, BUSY),
    worded("too-many-finds", "EWS-203", ANY, TOO_MANY_FINDS, unless=BUSY),
    worded("too-many", "EWS-204", ANY, TOO_MANY),
    worded("submission-quota", "EWS-218", ANY, SUBMISSION),
    worded("submission-blocked", "EWS-106", ANY, r"instructions in your inbox|WASCL UserAction"),
    worded("impersonation", "EWS-304", ANY, IMPERSONATION),
    worded("send-as", "EWS-311", ANY, SEND_AS),
    worded("no-access", "EWS-306", NOT_FETCH, DENIED, unless=NOT_ACCESS),
    worded("no-access-to-item", "EWS-318", FETCH, DENIED, unless=NOT_ACCESS),
    worded("password-expired", "EWS-103", ANY, CHANGE_DUE),
    worded("sign-in", "EWS-101", ANY, MISTYPED, unless=f"{CHANGE_DUE}|{IMPERSONATION}"),
    worded("refused", "EWS-102", ANY, REFUSED, unless=f"{MISTYPED}|{CHANGE_DUE}|{IMPERSONATION}"),
    worded("gone", "MSG-202", FETCH, NOT_FOUND),
    worded("gone-before-sending", "EWS-404", SENDING, NOT_FOUND),
    worded("gone-while-listing", "EWS-212", LISTING, NOT_FOUND, unless=NO_FOLDER),
    worded("no-folder", "EWS-107", LISTING, NO_FOLDER),
    worded("no-folder-for-an-email", "EWS-107", ONE_EMAIL, NO_FOLDER, unless=NOT_FOUND),
    worded("no-mailbox", "EWS-308", ANY, NO_MAILBOX, unless=STORE_AWAY),
    worded("mailbox-away", "EWS-202", ANY, STORE_AWAY),
    worded("behind", "EWS-201", ANY, BEHIND),
    worded("resources", "EWS-205", ANY, RESOURCES),
    worded("organization-closed", "EWS-309", ANY, r"organi[sz]ation is marked for removal"),
    worded("folder-damaged", "EWS-310", ANY, FOLDER_DAMAGED),
    worded("renamed", "EWS-220", FETCH, BAD_NAME),
    worded("bad-name-sent", "EWS-903", SENDING, BAD_NAME),
    worded("bad-name", "EWS-901", LISTING, BAD_NAME),
    worded("full", "EWS-105", SENDING, FULL),
    worded("full-while-reading", "EWS-222", NOT_SENDING, FULL),
    worded("too-large", "MSG-402", SENDING, TOO_LARGE, unless=FULL),
    worded("too-large-to-fetch", "EWS-219", NOT_SENDING, TOO_LARGE, unless=FULL),
    worded("cursor", "EWS-214", ANY, CURSOR),
    worded("damaged", "MSG-301", FETCH, DAMAGED, unless=CURSOR),
    worded("unreadable", "MSG-205", FETCH, CONVERSION),
    worded("recipient", "EWS-401", SENDING, RECIPIENTS),
    worded("infected", "EWS-221", NOT_SENDING, INFECTED),
    worded("infected-sent", "EWS-402", SENDING, INFECTED),
    worded("disabled", "EWS-307", ANY, DISABLED),
    worded("version", "EWS-303", ANY, VERSION),
    worded("request", "EWS-901", LISTING, OUR_REQUEST),
    worded("request-over-an-email", "EWS-903", ONE_EMAIL, OUR_REQUEST),
    worded("autodiscover", "EWS-315", ANY, NO_AUTODISCOVER, unless=NO_MAILBOX),
    worded("autodiscover-user", "EWS-315", AUTODISCOVER,
           r"User settings errors|autodiscover service returned an error"),
    worded("batch-stopped", "EWS-217", ANY, STOPPED),
    worded("nonsense", "EWS-216", ANY, NONSENSE),
    worded("grant", "EWS-108", ANY, r"\(invalid_grant\)|refresh token .{0,40}(?:expired|revoked)"),
    worded("app", "EWS-320", ANY, r"\(invalid_client\)"),
    worded("broken", "EWS-206", ANY, BROKEN, unless=f"{STORE_AWAY}|{DENIED}|{NO_MAILBOX}"),
)  # fmt: skip

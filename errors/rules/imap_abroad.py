"""What servers say in other languages than English, by cause: expressions alone, no rule. Of a server in trouble:
trouble_abroad.

Where a letter carries an accent the expression takes any one or two letters, since servers send it as UTF-8, as UTF-8
read as Latin-1, as a question mark or without its accent ("ue" for an umlaut). Cyrillic is guarded by a look ahead, so
that a text without Cyrillic letters costs next to nothing.
"""

from __future__ import annotations

from .trouble import either as said
from .trouble_abroad import cyrillic

HAN = r"[^A-Za-z.]"  # between words of a language that leaves no spaces


REFUSED = said(
    r"(?:benutzer\w{0,8}|kennwort|passwort|zugangsdaten|anmeldedaten)\b.{0,40}(?:falsch|ung.{1,2}ltig|inkorrekt|"
    r"nicht korrekt|unbekannt)|(?:falsch|ung.{1,2}ltig)\w{0,3} (?:passwort|kennwort|benutzer|zugangsdaten|"
    r"anmeldedaten)|(?:anmeldung|authentifizierung|authentisierung|einloggen)\b.{0,20}(?:fehlgeschlagen|gescheitert|"
    r"nicht m.{1,2}glich|abgelehnt|verweigert)",
    r"(?:identifiants?|mot de passe|utilisateur)\b.{0,40}(?:incorrect|invalide|erron|inconnu|non valide)|"
    r"(?:erreur|chec) (?:de |d.|lors de )?(?:l.)?(?:authentification|identification|connexion)|"
    r"authentification .{0,20}(?:chou|refus|invalide)|mauvais (?:mot de passe|identifiant)",
    r"(?:credenziali|utente|password)\b.{0,40}(?:errat|non valid|non corrett|non riconosciut|scorrett|sbagliat)|"
    r"(?:autenticazione|accesso|login) (?:fallit|non riuscit|negat)",
    r"(?:usuario|contrase.{1,2}a|credenciales)\b.{0,40}(?:incorrect|inv.{1,2}lid|no v.{1,2}lid|err.{1,2}ne)|"
    r"(?:error|fallo) (?:de|en la|al) (?:autentic|inicio|iniciar)|autenticaci.{1,2}n (?:fallida|incorrecta|rechazada|"
    r"err.{1,2}nea)|acceso denegado|inicio de sesi.{1,2}n (?:fallid|incorrect)",
    r"(?:usu.{1,2}rio|senha|credenciais)\b.{0,40}(?:incorret|inv.{1,2}lid|errad|confere)|falha (?:na|de|no) "
    r"(?:autentica|login|acesso)|autentica.{2,4}o (?:falhou|inv.{1,2}lida|recusada)|acesso negado",
    r"(?:gebruikersnaam|wachtwoord|inloggegevens|aanmeldgegevens)\b.{0,40}(?:onjuist|ongeldig|onbekend|verkeerd)|"
    r"(?:onjuiste?|ongeldige?|verkeerde?) (?:gebruikersnaam|wachtwoord|inloggegevens|aanmeldgegevens)|"
    r"(?:inloggen|aanmelden|authenticatie|aanmelding) (?:is )?(?:mislukt|geweigerd)",
    r"(?:nieprawid|niepoprawn|b.{1,2}.{0,2}dn)\w{0,4}.{0,30}(?:has.{1,2}o|login|nazwa|dane)|(?:login|has.{1,2}o)\b"
    r".{0,20}(?:nieprawid|niepoprawn)|.{1,2}d (?:logowania|autoryzacji|uwierzytelni)|(?:logowanie|uwierzytelnianie|"
    r"autoryzacja)\b.{0,20}(?:nie powiod|nieudan|odrzucon)",
    r"(?:nespr.{1,2}vn|chybn|neplatn|patn)\w{0,4}.{0,30}(?:heslo|jm.{1,2}no|ivatel|ihla)|(?:heslo|jm.{1,2}no) .{0,20}"
    r"(?:nespr|chybn|neplatn)|ihl.{1,2}.{1,2}en.{1,2} (?:selhalo|se nezda|nebylo)",
    r"fel(?:aktigt)? (?:anv.{1,2}ndar|l.{1,2}senord)|forkert (?:brugernavn|adgangskode)|feil (?:brukernavn|passord)|"
    r"kullan.{1,2}c.{1,2} ad.{0,30}(?:hatal|yanl)",
    rf"(?:帐号|账号|帳號|用户名|使用者名稱|用戶名|密码|密碼|口令){HAN}{{0,12}}(?:错误|有误|不正确|不对|錯誤|不正確|不匹配|无效)|"
    rf"(?:登录|登陆|登入|认证|驗證|鉴权|身份验证){HAN}{{0,4}}(?:失败|失敗)",
    rf"(?:パスワード|ユーザ|アカウント|認証){HAN}{{0,16}}(?:正しくありません|間違|違い|違って|誤り|一致しません|不正)|"
    rf"(?:認証|ログイン){HAN}{{0,4}}(?:失敗|エラー|できません)",
    rf"(?:비밀번호|아이디|암호){HAN}{{0,16}}(?:일치하지|틀|잘못|올바르지|확인)|(?:인증|로그인){HAN}{{0,6}}(?:실패|오류)",
    r"neverny\w? (?:login|parol)|oshibka (?:avtoriza|autentif)",
)
REFUSED_CYRILLIC = cyrillic(
    r"неверн\w{0,3} .{0,30}(?:парол|логин|имя)|неправильн\w{0,3} .{0,30}(?:парол|логин|имя)|"
    r"ошибка (?:авторизации|аутентификации|входа)|(?:авторизация|аутентификация) не"
)

CONNECTIONS = said(
    r"zu viele .{0,20}(?:verbindungen|sitzungen)|maximale anzahl .{0,20}(?:verbindung|sitzung)",
    r"trop de (?:connexions|sessions)|nombre max\w{1,5} de (?:connexions|sessions)",
    r"troppe (?:connessioni|sessioni)|numero massimo di (?:connessioni|sessioni)",
    r"demasiadas (?:conexiones|sesiones)|mero m.{1,2}ximo de (?:conexiones|sesiones|conex)",
    r"(?:muitas|excesso de|limite de) conex",
    r"te veel (?:gelijktijdige )?(?:verbindingen|sessies)|maximum aantal verbindingen",
    r"(?:zbyt (?:wiele|du.{1,2}o)|limit|liczba) .{0,20}po.{1,2}.{1,2}cze",
    r"mnoho .{0,20}(?:spojen|ipojen)",
    rf"(?:连接|連線|连线|并发|登录数){HAN}{{0,6}}(?:过多|過多|太多|超过|超過|超出|上限|限制)",
    rf"接続{HAN}{{0,8}}(?:上限|超え|超過|多すぎ)",
    rf"(?:접속|연결){HAN}{{0,8}}(?:초과|많|제한)",
)
CONNECTIONS_CYRILLIC = cyrillic(
    r"слишком много .{0,20}(?:подключени|соединени|сесси)|превышен\w{0,2} .{0,30}(?:подключени|соединени)"
)

THROTTLED = said(
    r"zu viele (?:anfragen|befehle)|trop de requ|troppe richieste|demasiadas (?:solicitudes|peticiones)|"
    r"muitas (?:requisi|solicita)|zbyt (?:wiele|cz.{1,2}sto) .{0,10}zapyta|te veel (?:verzoeken|aanvragen)",
    r"频率限制|过于频繁|過於頻繁|频率过快|登录频率|頻度が高|요청이 너무 많",
)

FOR_A_WHILE = said(
    r"zu viele .{0,20}(?:fehlversuche|versuche|fehlgeschlagen)|(?:bergehend|tempor.{1,2}r|zeitweise) (?:gesperrt|"
    r"blockiert|deaktiviert)",
    r"trop de tentatives|temporairement (?:bloqu|suspend|verrouill|d.{1,2}sactiv)|bloqu.{1,3} temporairement",
    r"troppi (?:tentativi|accessi)|temporaneamente (?:bloccat|sospes|disabilitat)",
    r"demasiados intentos|(?:bloquead|suspendid|deshabilitad)\w{1,3} temporalmente|temporalmente (?:bloquead|"
    r"suspendid)",
    r"(?:muitas|excesso de) tentativas|temporariamente (?:bloquead|suspens)|(?:bloquead|suspens)\w temporariamente",
    r"te veel (?:\w+ )?pogingen|tijdelijk (?:geblokkeerd|vergrendeld|uitgeschakeld)",
    r"zbyt (?:wiele|du.{1,2}o) .{0,20}pr.{1,2}b\b|(?:tymczasowo|czasowo|chwilowo) zablokowan",
    r"mnoho .{0,20}pokus|asn.{1,2} (?:zablokov|uzam)",
    rf"次数{HAN}{{0,6}}(?:过多|超|限)|(?:暂时|临时|臨時){HAN}{{0,4}}(?:锁定|冻结|封|禁)",
    rf"(?:試行|失敗){HAN}{{0,8}}(?:回数|多すぎ|超え)|一時的に{HAN}{{0,6}}(?:ロック|停止|制限)",
    rf"(?:시도|실패){HAN}{{0,8}}(?:초과|많)|일시적으로{HAN}{{0,6}}(?:차단|잠|정지)",
)
FOR_A_WHILE_CYRILLIC = cyrillic(
    r"слишком много .{0,20}(?:попыток|неудач)|временно (?:заблокирован|ограничен)"
)  # fmt: skip

LOCKED = said(
    r"(?:konto|account|postfach|zugang)\b.{0,30}gesperrt|compte\b.{0,30}(?:bloqu|verrouill)|"
    r"(?:casella|account|utenza)\b.{0,30}bloccat|cuenta\b.{0,30}bloquead|conta\b.{0,30}bloquead|"
    r"(?:account|mailbox|postvak)\b.{0,30}(?:geblokkeerd|vergrendeld)|(?:konto|skrzynka)\b.{0,30}zablokowan|"
    r"(?:et|schr.{1,2}nka)\b.{0,30}zablokov",
    rf"(?:帐号|账号|帳號|账户|帐户|邮箱){HAN}{{0,10}}(?:锁定|冻结|鎖定|凍結|异常)|アカウント{HAN}{{0,10}}(?:ロック|凍結)|"
    rf"계정{HAN}{{0,10}}(?:잠|차단)",
)
LOCKED_CYRILLIC = cyrillic(r"(?:ящик|аккаунт|уч.тная запись|пользователь|доступ)\b.{0,40}заблокирован")

CLOSED = said(
    r"(?:konto|account|postfach|zugang)\b.{0,30}(?:deaktiviert|gek.{1,2}ndigt|gel.{1,2}scht|suspendiert)|"
    r"compte\b.{0,30}(?:suspend|d.{1,2}sactiv|ferm.|cl.{1,2}tur)|(?:casella|account|utenza)\b.{0,30}(?:sospes|"
    r"disattivat|disabilitat|scadut)|cuenta\b.{0,30}(?:suspendid|deshabilitad|desactivad|cancelad)|"
    r"conta\b.{0,30}(?:suspens|desativad|desabilitad|cancelad)|(?:account|mailbox)\b.{0,30}(?:uitgeschakeld|"
    r"opgeheven|opgeschort)|(?:konto|skrzynka)\b.{0,30}(?:zawieszon|nieaktywn|usuni)|"
    r"(?:et|schr.{1,2}nka)\b.{0,30}(?:pozastav|deaktivov)",
    rf"(?:帐号|账号|帳號|账户|帐户|用户|邮箱){HAN}{{0,10}}(?:禁用|停用|注销|封禁)|アカウント{HAN}{{0,10}}(?:停止|無効)|"
    rf"계정{HAN}{{0,10}}(?:정지|휴면|해지)",
)
CLOSED_CYRILLIC = cyrillic(r"(?:ящик|аккаунт|уч.тная запись|пользователь)\b.{0,40}(?:отключ.н|удал.н|приостановлен)")

IMAP_OFF = said(
    r"imap.{0,40}(?:nicht (?:aktiv|freigeschaltet|erlaubt|zugelassen)|deaktiviert|gesperrt|ausgeschaltet|abgeschaltet)|"
    r"(?:aktivieren|freischalten) .{0,30}imap",
    r"imap.{0,40}(?:d.{1,2}sactiv|non activ|pas activ)|activ(?:er|ez) .{0,30}imap",
    r"imap.{0,40}(?:disabilitat|disattivat|non (?:abilitat|attiv|consentit))|(?:abilitare|attivare|"
    r"abilita) .{0,30}imap",
    r"imap.{0,40}(?:deshabilitad|desactivad|no (?:est.{1,2} )?(?:habilitad|activad|permitid))|"
    r"(?:habilite|activar) .{0,30}imap",
    r"imap.{0,40}(?:desabilitad|desativad|o (?:est.{1,2} )?(?:habilitad|ativad|permitid))|(?:ativar|ative) .{0,30}imap",
    r"imap.{0,40}(?:uitgeschakeld|niet (?:ingeschakeld|toegestaan|actief|geactiveerd))|schakel .{0,30}imap",
    r"imap.{0,40}(?:wy.{1,2}.{1,2}czon|nieaktywn|zablokowan)|(?:aktywuj|cz) .{0,30}imap",
    r"imap.{0,40}(?:vypnut|zak.{1,2}z|povolen|zablokov)|povol\w{1,3} .{0,30}imap",
    rf"imap{HAN}{{0,12}}(?:未开启|没有开启|未启用|已关闭|关闭|未開啟)|(?:开启|开通|启用|開啟){HAN}{{0,20}}imap|"
    rf"未(?:开启|开通){HAN}{{0,12}}(?:imap|服务)",
    rf"imap{HAN}{{0,20}}(?:無効|有効に)|imap{HAN}{{0,20}}(?:사용 ?안|사용하지|사용함|허용)",
)
IMAP_OFF_CYRILLIC = r"imap.{0,40}(?:отключ|запрещ|не разреш|выключ)|(?:включите|разрешите) .{0,40}imap"

APP_PASSWORD = said(
    r"app[- ]?(?:passwort|kennwort)|anwendungs(?:spezifisch\w* )?[- ]?(?:passwort|kennwort)|"
    r"passwort f.{1,2}r e-?mail-?programme",
    r"mot de passe (?:d.application|applicatif|sp.{1,2}cifique)",
    r"password (?:per (?:le )?app|specific|applicazion)",
    r"contrase.{1,2}a (?:de|para|espec.{1,2}fica) .{0,12}aplicaci|senha (?:de|do|para) (?:app|aplicativo)",
    r"app-?wachtwoord|has.{1,2}.{1,3} (?:do |dla )?(?:aplikacji|program)|heslo (?:pro|k) aplikac",
    r"授权码|授權碼|客户端(?:专用)?密码|独立密码|应用(?:专用)?密码|专用密码|專用密碼",
    r"アプリ(?:用)?パスワード|専用パスワード|앱 ?비밀번호|애플리케이션 ?비밀번호",
    r"parol\w{0,2} (?:dlya )?(?:prilozh|vneshn)",
)
APP_PASSWORD_CYRILLIC = cyrillic(r"парол\w{0,2} (?:для )?(?:внешн|прилож)")

PASSWORD_EXPIRED = said(
    r"(?:passwort|kennwort)\b.{0,20}abgelaufen|mot de passe .{0,20}expir|password .{0,10}scadut|"
    r"contrase.{1,2}a .{0,20}(?:caducad|expirad|vencid)|senha .{0,15}(?:expirad|expirou|vencid)|"
    r"wachtwoord .{0,20}(?:verlopen|vervallen)|has.{1,2}o .{0,15}wygas|heslo .{0,15}(?:vypr|expirov)",
    rf"密(?:码|碼){HAN}{{0,4}}(?:过期|過期)|パスワード{HAN}{{0,8}}有効期限|비밀번호{HAN}{{0,8}}만료",
)
PASSWORD_EXPIRED_CYRILLIC = cyrillic(r"парол\w{0,2} .{0,20}(?:ист.к|устарел|просроч)")

UNPAID = said(
    r"(?:servizio|abbonamento|dominio)\b.{0,20}scadut|abbonamento|abonnement .{0,20}(?:expir|chu)|impay|"
    r"suscripci.{1,2}n|"
    r"assinatura|abonament|edplatn|vertrag .{0,20}(?:abgelaufen|gek)|unbezahlt|nicht bezahlt|"
    r"欠费|已过期未续|契約.{0,8}終了"
)

FULL = said(
    r"(?:postfach|mailbox|speicher\w{0,8}|quota|kontingent)\b.{0,30}(?:voll\b|ersch.{1,2}pft|berschritten)|"
    r"(?:bo.{1,2}te|quota|espace)\b.{0,40}(?:pleine|d.{1,2}pass|satur|insuffisant)|"
    r"(?:casella|quota|spazio)\b.{0,30}(?:piena|esaurit|superat)|(?:buz.{1,2}n|cuota|espacio)\b.{0,30}(?:llen|excedid|"
    r"superad)|(?:caixa|cota|espa.{1,2}o)\b.{0,30}(?:chei|excedid|esgotad)|(?:mailbox|postvak|quotum)\b.{0,30}"
    r"(?:vol\b|overschreden)|skrzynka\b.{0,30}(?:pe.{1,2}na|przepe)|limit\b.{0,30}przekroczon|"
    r"schr.{1,2}nka\b.{0,30}pln",
    rf"(?:邮箱|空间|容量|配额|信箱){HAN}{{0,8}}(?:已满|不足|超|滿)|容量{HAN}{{0,8}}オーバー|용량{HAN}{{0,8}}(?:초과|부족)",
)
FULL_CYRILLIC = cyrillic(r"(?:ящик|квота)\b.{0,30}(?:переполнен|превышен|заполнен)")

NO_FOLDER = said(
    r"(?:ordner|postfach|folder|mailbox|verzeichnis)\b.{0,40}(?:existiert nicht|nicht (?:gefunden|vorhanden))|"
    r"(?:dossier|bo.{1,2}te)\b.{0,40}(?:inexistant|introuvable|existe pas)|"
    r"(?:cartella|casella)\b.{0,40}(?:inesistente|non (?:esiste|trovata))|"
    r"(?:carpeta|buz.{1,2}n)\b.{0,40}(?:no existe|no encontrad|inexistente)|"
    r"pasta\b.{0,40}(?:o (?:existe|encontrad)|inexistente)|map\b.{0,40}(?:bestaat niet|niet gevonden)|"
    r"(?:folder|skrzynka)\b.{0,40}nie (?:istnieje|znalezion)|nie znaleziono (?:folderu|skrzynki)|se (?:encontr|"
    r"encuentra)\w{0,3} la carpeta|trovare la cartella|slo.{1,2}ka\b.{0,40}(?:neexistuje|nenalezen)",
    rf"(?:文件夹|資料夾|邮箱){HAN}{{0,8}}(?:不存在|未找到)|フォルダ{HAN}{{0,10}}(?:存在しません|見つかりません)|"
    rf"(?:메일함|폴더){HAN}{{0,10}}(?:없|존재하지|찾을 수 없)",
)
NO_FOLDER_CYRILLIC = cyrillic(r"папк\w{0,2} .{0,40}не (?:существует|найден)")

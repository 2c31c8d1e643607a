"""What SMTP servers say of who sends: an address that is not the sign-in's own, an identity nobody verified, a domain
that cannot be found, an account that was stopped for spam."""

from __future__ import annotations

NOT_OWN = (
    r"not owned by|relaying disallowed as|(?:mail from|from|sender|envelope|absender)\w*\b.{0,60}(?:must|should|"
    r"has to) (?:be |equal|match|belong)|must (?:be )?(?:the )?(?:same as|equal|match).{0,40}(?:auth|log|user|"
    r"account|sender|from)|"
    r"(?:mail from|from address|sender|envelope)\b.{0,40}(?:mismatch|(?:does|do|is|are) ?n[o']t (?:the same|match|"
    r"conform|belong|equal|correspond|identical|owned))|(?:doesn't|does not|not) (?:match|conform|"
    r"belong).{0,40}(?:auth|log-?in|account|user)|"
    r"(?:not|n[o']t) (?:allowed|authori[sz]ed|permitted) to (?:send|use|relay) (?:mail |e-?mail |messages? |the |"
    r"this |that )*(?:as\b|from\b|with|using|on behalf|sender|address|for)|sender address is not (?:allowed|un)|"
    r"unauthorized sender|"
    r"sender (?:address )?(?:\S{1,60} )?(?:is )?not (?:allowed|authori[sz]ed|permitted|valid for)|"
    r"not (?:a )?local sender|(?:you|"
    r"user) (?:are not|may not|can ?not|can't|is not allowed to) (?:\w+ )?send (?:\w+ )?(?:as|from|mail from)|"
    r"(?:invalid|wrong|forged|illegal) (?:sender|from|return|mail from)\b|(?:sender|"
    r"from) (?:address )?(?:is )?(?:invalid|forged|not your)|use your own|"
    r"not one of your|absender\w*\b.{0,60}(?:nicht|ung[üu]ltig|unzul[äa]ssig|stimmt|geh[öo]rt)|"
    r"(?:adresse )?(?:exp[ée]diteur|[ée]metteur)\b.{0,60}(?:invalide|non autoris|refus|correspond|incorrect|pas)|"
    r"remitente\b.{0,60}(?:no (?:autoriz|permit|coincid|v[áa]lid)|inv[áa]lid|no pertenece)|"
    r"mittente\b.{0,60}(?:non (?:autorizz|consentit|valid|corrispond)|errat)|remetente\b.{0,60}(?:n[ãa]o|inv[áa]lid|"
    r"diferente)|"
    r"(?:отправител\w+|адрес)\b.{0,60}(?:не (?:принадлеж|совпада|соответств)|запрещ|недопустим)|"
    r"发件人.{0,20}(?:不一致|不符|"
    r"不匹配|必须|错误)|(?:送信者|差出人).{0,20}(?:許可|一致|正しく|異な)|(?:보내는|발신).{0,20}(?:일치|다릅니다|"
    r"허용)"
)
UNVERIFIED = (
    r"SendAsDenied|send[- ]?as (?:this|denied|permission)|permissions? to send (?:as|on behalf)|(?:identit(?:y|ies)|"
    r"sender|sending domain|from address|from e-?mail|address|domain|signature)\b.{0,60}(?:not|un|"
    r"n't)[ -]?(?:\w+ )?(?:verified|"
    r"validated|confirmed|configured|registered|activated|whitelisted|recogni[sz]ed)|"
    r"(?:unverified|unconfigured|unregistered|unvalidated|unconfirmed) (?:\w+ ){0,2}(?:sender|domain|address|"
    r"identity|from)|verified (?:sender|domain|identity)|sender signature|(?:not (?:a )?)(?:verified|validated|"
    r"registered) (?:sender|domain|address)|sender is not (?:valid|active)|"
    r"not (?:allowed|authorized|permitted) to send (?:\w+ )?(?:for|using|via) (?:this|that|the) domain"
)
STOPPED = (
    r"bad outbound sender|(?:outgoing|outbound) (?:e-?)?(?:mails?|messages?)\b.{0,80}(?:suspended|disabled|blocked|"
    r"stopped|on hold)|(?:outgoing|outbound)\b.{0,20}(?:blocked|disabled|suspended|stopped)|outbound ?spam|"
    r"suspected of .{0,20}spam|(?:blocked|restricted|suspended|banned|"
    r"disabled) (?:\w+ ){0,4}(?:for|due to|of) (?:\w+ ){0,3}spam|restricted (?:from sending|user|entit)|(?:blocked|"
    r"disabled|suspended|restricted|stopped|prevented|banned|prohibited) (?:\w+ )?(?:from|for) send|"
    r"send(?:ing)?\b.{0,24}(?:has been|is|was|have been|privileges|access)\b.{0,12}(?:suspended|disabled|blocked|"
    r"restricted|revoked|denied)|unusual sending|compromised|hacked|UserAction verdict|WASCL|OutboundSpamException|"
    r"(?:konto|account|versand|absender)\b.{0,30}(?:gesperrt|deaktiviert)|(?:compte|envoi|"
    r"exp[ée]diteur)\b.{0,40}(?:bloqu|suspendu|d[ée]sactiv)|(?:cuenta|env[íi]o)\b.{0,40}(?:bloquead|suspendid)|"
    r"(?:account|invio|casella)\b.{0,30}(?:bloccat|sospes|disabilit)|"
    r"(?:conta|envio)\b.{0,30}(?:bloquead|suspens)|(?:отправка|ящик|аккаунт|отправител\w)\b.{0,40}(?:заблокирован|"
    r"ограничен|запрещен)|(?:帐号|账号|发信|发件人).{0,10}(?:封|冻结|禁止|异常)"
)
ACCOUNT_OFF = (
    r"(?:account|mailbox|user|sender)\b.{0,40} (?:is |has been |was )?(?:suspended|blocked|locked|disabled|"
    r"restricted|frozen|banned|deactivated|inactive|closed)|(?:suspended|blocked|disabled|inactive) (?:sender|"
    r"account|user)"
)
OF_SENDER = (
    r"(?:\byour|sender(?:'s)?|sending|from) (?:e-?mail |mail |user )?(?:account|mailbox|user)\b (?:\S{1,60} )?(?:is |"
    r"has been |was )?"
)
OWN_OFF = (  # also said where a recipient or the email is spoken of
    rf"{OF_SENDER}(?:currently )?(?:suspended|blocked|locked|disabled|restricted|frozen|banned|deactivated|inactive|"
    r"closed|terminated)|\b(?:ihr|dein) (?:konto|postfach)\b.{0,20}(?:deaktiviert|gesperrt)|"
    r"votre (?:compte|bo[îi]te)\b.{0,20}(?:d[ée]sactiv|suspendu|bloqu)|"
    r"(?:su|tu) cuenta\b.{0,20}(?:desactivad|suspendid|bloquead)|"
    r"il (?:tuo|suo|vostro) account\b.{0,20}(?:sospes|disattivat|bloccat)|"
    r"sua conta\b.{0,20}(?:suspens|desativad|bloquead)"
)
PAUSED = r"(?:suspended|blocked|locked|disabled|restricted|banned)"
OWN_PAUSED = rf"{OF_SENDER}(?:temporar\w+ {PAUSED}|{PAUSED} (?:temporar|for a while))"
COMPANY = (
    r"sending paused|outbounds (?:is |are )?disabled|"
    r"account (?:\S+ )?(?:is |has been )?(?:not active|paused|on hold)|(?:subscription|billing|"
    r"payment|invoice|trial|unpaid)|domain \S{0,40} ?(?:is |has been )?(?:disabled|suspended|inactive)|under review"
)
TENANT = (
    r"tenant (?:has|is|was)|traffic not accepted|unregistered domain|organi[sz]ation .{0,40}(?:blocked|restricted|"
    r"exceeded)"
)
RIGHTS = (
    r"ses:Send|not authorized to perform|insufficient (?:permission|privilege|rights|scope)|(?:api ?key|token|key|"
    r"credential|user|permission)\w*\b.{0,40}(?:lacks?|does not have|has no|without|missing|"
    r"denied).{0,20}(?:permission|right|privilege|scope|access)|"
    r"not (?:enabled|allowed|authorized) (?:\w+ )?(?:to send\b(?! (?:\w+ )?(?:as|from|on behalf))|for sending|"
    r"for smtp)|sandbox"
)
DOMAIN = (
    r"(?:sender|mail from|return|originat\w+|from|envelope)\b.{0,60}(?:domain|host|mx|dns)\b.{0,40}(?:not found|"
    r"does(?: not|n't) (?:exist|resolve)|not exist|no (?:mx|a |valid|dns)|invalid|unresolv|unknown|lookup|resolve)|"
    r"domain of sender|unresolvable rfc|(?:sender|return path)\w*\b.{0,20}(?:verif|callout|check)\w* (?:fail|"
    r"could|tempor|error|not)|unverifi\w+ sender|unroutable sender|(?:can(?:not|'t)|could not|unable to) (?:verify|"
    r"resolve|find|validate) (?:\w+ ){0,3}(?:sender|mail from|return|envelope|from)|"
    r"(?:sender|from) (?:e-?mail |address )?(?:domain )?(?:does not|doesn't|did not|not) (?:exist|resolve)|"
    r"(?:no (?:mx|a|dns) (?:record|entry)?|mx records?)\b.{0,30}(?:sender|from|domain)|"
    r"domain (?:name )?(?:not found|does not exist|required for sender)|(?:sender|absender)-?domain|"
    r"domaine de l['’ ]?exp[ée]diteur|null mx"
)
OUTSIDE = (
    r"(?:not|n't) (?:allowed|permitted|authorized|able|have permission) to send (?:\w+ ){0,4}(?:external|outside|"
    r"internet|remote|other domains)|external (?:mail|sending|recipients?) (?:is |are )?(?:not|denied|disabled)|"
    r"(?:user|account|mailbox) (?:\S+ )?(?:is )?(?:not|n't) (?:allowed|permitted|"
    r"authori[sz]ed) to send\b(?! (?:e-?mails? |mails? |messages? )?(?:as|from|on behalf|using|with|to (?:this|the|"
    r"that))\b)"
)

"""How servers of any mail protocol say in other languages than English that they are in trouble which passes:
expressions alone, no rule. How they are written: imap_abroad."""

from __future__ import annotations

from .trouble import either as said


def cyrillic(words: str) -> str:
    return rf"(?=[а-яё])(?:{words})"


LATER = said(
    r"sp.{1,2}ter (?:erneut|noch|wieder)|nicht (?:verf.{1,2}gbar|erreichbar)|vor.{1,2}bergehend|momentan|"
    r"tempor.{1,2}re[rs]? |zeitweise|"
    r"(?:zur ?zeit|derzeit|im moment|aktuell|gerade) (?:leider )?(?:nicht m|nicht ver|nicht err|keine? )|berlastet|"
    r"ausgelastet|"
    r"zeit.{1,2}berschreitung|keine verbindung|verbindung\b.{0,40}(?:fehlgeschlagen|verloren|abgebrochen|"
    r"unterbrochen|"
    r"nicht m)|st.{1,2}rung\b|\bgest.{1,2}rt\b|versuchen sie es .{0,20}(?:sp.{1,2}ter|minuten)|(?:server|"
    r"dienst|system) (?:ist )?"
    r"besch.{1,2}ftigt|antwortet nicht",
    r"essay\w{1,3} .{0,20}(?:plus tard|ult.{1,2}rieur|minutes|instants)|indisponible|inaccessible|temporaire|"
    r"surcharg|"
    r"(?:serveur|service|syst.{1,2}me) (?:est )?(?:trop )?occup|d.{1,2}lai .{0,12}(?:d.{1,2}pass|expir)|hors service|"
    r"injoignable|(?:serveur|service) en panne|ne r.{1,2}pond pas|pas possible (?:actuellement|pour le moment)|"
    r"impossible de (?:joindre|contacter|se connecter au serveur)",
    r"(?:riprova|ritenta)\w{0,3} (?:pi.{1,2} tardi|tra|fra)|non disponibile|temporane|sovraccaric|"
    r"(?:server|servizio|sistema) (?:.{1,2} )?(?:occupato|irraggiungibile)|irraggiungibile|tempo scaduto|"
    r"fuori servizio|non risponde|impossibile contattare",
    r"m.{1,2}s tarde|no (?:est.{1,2} )?disponible|(?:error|fallo|problema) temporal|temporalmente|sobrecargad|"
    r"(?:servidor|servicio|sistema) (?:est.{1,2} )?ocupado|fuera de servicio|tiempo de espera|no responde|"
    r"(?:en este|por el) momento no|no se pudo (?:conectar|contactar)",
    r"tente (?:novamente|de novo|mais tarde)|mais tarde|indispon.{1,2}vel|tempor.{1,2}ri[ao]|temporariamente|"
    r"sobrecarregad|(?:servidor|sistema) (?:est.{1,2} )?ocupado|fora do ar|tempo (?:limite|esgotado)|"
    r"n.{1,2}o responde",
    r"probeer .{0,20}(?:later|opnieuw)|niet (?:beschikbaar|bereikbaar)|tijdelijk|overbelast|"
    r"(?:server|systeem) (?:is )?bezet|reageert niet",
    r"spr.{1,2}buj .{0,20}niej\b|niedost.{1,2}pn|tymczasow|chwilowo|przeci.{1,2}.{1,2}on|serwer (?:jest )?zaj|"
    r"przekroczono (?:limit )?czas|nie odpowiada",
    r"zkuste .{0,20}pozd|nedostupn|do.{1,2}asn|(?:server|syst.{1,2}m|slu.{1,2}ba) je p.{1,2}et|vypr.{1,2}el|"
    r"neodpov.{1,2}d",
    r"tillf.{1,2}llig|f.{1,2}rs.{1,2}k igen|midlertidig|pr.{1,2}v igen|overbelastet|.{1,2}verbelastad|daha sonra|"
    r"ge.{1,2}ici (?:olarak|bir)|pr.{1,2}b.{1,2}lja .{0,10}k.{1,2}s.{1,2}bb|nincs (?:el.{1,2}rhet|kapcsolat)",
    r"稍后|稍後|稍候|暂时|暫時|繁忙|忙碌|服务器忙|系统忙|服务不可用|不可用|超时|超時|逾時|过载|過載|超载|故障|无法连接|無法連線|连接失败|"
    r"连接超|请稍|網路異常|网络异常",
    r"しばらく|後ほど|後で|一時的|利用できません|混雑|混み合|過負荷|タイムアウト|応答(?:が|し)|ビジー|障害|接続できません",
    r"잠시|나중에|일시적|사용할 수 없|혼잡|과부하|시간 ?초과|장애|연결할 수 없|응답(?:이|하지)",
)
LATER_CYRILLIC = cyrillic(
    r"(?:попробуйте|повторите|попытайтесь) .{0,40}(?:позже|позднее|минут)|недоступ|временн(?!\w{1,3} парол)|перегру|"
    r"(?:сервер|сервис|система) занят|тайм-?аут|истекло время|время ожидания|не отвечает|нет связи|сбой"
)

DOWN = said(
    r"wartung|manutenzione|mantenimiento|manuten.{2,4}o\b|onderhoud|konserwacj|prace (?:serwisowe|techniczne)|"
    r"przerwa techniczna|odst.{1,2}vk|(?:server|dienst) wird (?:neu gestartet|heruntergefahren)|underh.{1,2}ll|"
    r"vedligehold|vedlikehold|bak.{1,2}m (?:.{1,2}al|nedeni)|karbantart",
    r"维护|維護|重启|メンテナンス|保守|점검|정비",
)
DOWN_CYRILLIC = cyrillic(r"технические работы|технических работ|обслуживани|профилактическ|перезапуск|перезагруз")

BROKEN = said(
    r"(?:interner|system-?|server-?|datenbank-?) ?fehler|erreur (?:interne|syst|serveur|technique)|"
    r"technische[rsn]? (?:fehler|problem|st.{1,2}rung)|probl.{1,2}me technique|"
    r"errore (?:interno|di sistema|del server)|error (?:interno|del servidor|del sistema)|"
    r"erro (?:interno|do servidor|no servidor|de sistema)|interne (?:fout|serverfout)|"
    r"d (?:wewn.{1,2}trzny|serwera|systemu)|intern.{1,2} chyba|chyba serveru|internt? (?:fel|fejl|feil)|sunucu hatas",
    r"(?:内部|系统|服务器|內部|系統|伺服器)(?:错误|錯誤|异常|異常)",
    r"(?:内部|システム|サーバー?)エラー|(?:내부|시스템|서버) ?오류",
)
BROKEN_CYRILLIC = cyrillic(r"внутренняя ошибка|ошибка сервера|ошибка базы|техническая ошибка")

TROUBLE = said(LATER, LATER_CYRILLIC, DOWN, DOWN_CYRILLIC, BROKEN, BROKEN_CYRILLIC)

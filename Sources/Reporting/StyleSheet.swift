/// The look of the page, light and dark, on screens and on paper.
let styleSheet: StaticString = """
    :root{--paper:#fff;--ink:#1b1f24;--soft:#57606a;--rule:#d5dae0;--tint:#f4f6f8;
    --c0:#0072b2;--c1:#d55e00;--c2:#009e73;--c3:#b0538a;--c4:#e69f00;--c5:#56b4e9;--c6:#8a7a00;
    --c7:#5a5fc0;--cash:#9aa3ad;--up:0,114,178;--down:230,120,0}
    @media screen and (prefers-color-scheme:dark){:root{--paper:#14181d;--ink:#e6e9ed;
    --soft:#9da7b3;--rule:#333b45;--tint:#1d232a;--c0:#4fa8e0;--c1:#f08a3c;--c2:#2fbf95;
    --c3:#d98abb;--c4:#f0b93a;--c5:#8accf5;--c6:#c9b83a;--c7:#9a9ef0;--cash:#6c7682;
    --up:79,168,224;--down:240,138,60}}
    *{box-sizing:border-box}
    body{margin:0;background:var(--paper);color:var(--ink);line-height:1.5;
    font-family:system-ui,-apple-system,Segoe UI,Roboto,Helvetica,Arial,sans-serif;font-size:16px}
    main{max-width:1128px;margin:0 auto;padding:32px 24px 64px}
    h1{font-size:32px;line-height:1.2;margin:0 0 12px;overflow-wrap:anywhere}
    h2{font-size:22px;margin:48px 0 8px;padding-top:16px;border-top:1px solid var(--rule)}
    h3{font-size:16px;margin:24px 0 4px}
    p,li{max-width:75ch;overflow-wrap:anywhere}
    a{color:var(--c0)}
    .kicker{color:var(--soft);margin:0 0 4px}
    .lead{font-size:19px;margin:0 0 16px}
    .notice{border-left:4px solid var(--c4);background:var(--tint);padding:8px 16px;margin:0 0 20px}
    .tiles{display:grid;grid-template-columns:repeat(3,1fr);gap:12px;margin:0 0 12px}
    .tiles div{background:var(--tint);padding:12px 16px;min-width:0}
    dt{color:var(--soft);font-size:14px}
    dd{margin:0;overflow-wrap:anywhere;font-variant-numeric:tabular-nums}
    .figure{font-size:22px;font-weight:600}
    .note{color:var(--soft);font-size:14px}
    nav{display:flex;flex-wrap:wrap;gap:4px 16px;margin:0 0 24px;font-size:14px}
    nav a{text-decoration:none}nav a:hover{text-decoration:underline}nav .sub{color:var(--soft)}
    @media screen and (min-width:1400px){main{margin-left:max(256px,calc((100vw - 1128px)/2))}
    nav{position:fixed;left:28px;top:0;bottom:0;width:216px;overflow-y:auto;
    flex-flow:column nowrap;gap:5px;padding:36px 8px 36px 0;margin:0}
    nav .sub{padding-left:14px;overflow-wrap:anywhere}}
    figure{margin:8px 0 16px}
    figcaption{color:var(--soft);max-width:90ch;font-size:14px;margin-bottom:8px;
    overflow-wrap:anywhere}
    figcaption strong{color:var(--ink)}
    svg{display:block;width:100%;height:auto}
    .narrow{display:none}
    .half svg{max-width:560px}
    .pair{display:grid;grid-template-columns:1fr 1fr;gap:0 24px;align-items:start}
    .pair>*{min-width:0}
    article{margin:32px 0 0;padding-top:4px}article+article{border-top:1px solid var(--rule)}
    h3 small{color:var(--soft);font-weight:400;margin-left:8px}
    article h3{font-size:19px;margin:16px 0 8px}
    .small{grid-template-columns:repeat(5,1fr)!important}.small .figure{font-size:17px}
    .small div{padding:8px 12px}
    .spark{width:90px;height:30px}
    details{margin:8px 0}
    summary{cursor:pointer;font-size:14px;color:var(--c0)}
    .scroll{overflow-x:auto;margin:4px 0 16px;position:relative}
    table{border-collapse:collapse;font-size:13.5px;font-variant-numeric:tabular-nums}
    .caption{color:var(--soft);font-size:13.5px;margin:12px 0 0}.unseen{position:absolute;
    width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
    th,td{padding:4px 7px;border-bottom:1px solid var(--rule);text-align:left;vertical-align:top}
    thead th{color:var(--soft);font-weight:500;vertical-align:bottom}
    th.n,td.n{text-align:right;white-space:nowrap}
    tbody th,tfoot th{font-weight:500;position:sticky;left:0;background:var(--paper);
    max-width:190px;overflow-wrap:break-word}
    tfoot th,tfoot td{border-top:2px solid var(--rule);font-weight:600}
    td.t{max-width:420px;overflow-wrap:break-word}
    td.prose{min-width:240px}
    time{white-space:nowrap}
    th small{display:block;color:var(--soft);font-weight:400;font-size:12px}
    .heat td,.heat th{padding:3px 8px}
    .up1{background:rgba(var(--up),.1)}.up2{background:rgba(var(--up),.2)}
    .up3{background:rgba(var(--up),.32)}.up4{background:rgba(var(--up),.44)}
    .up5{background:rgba(var(--up),.56)}
    .down1{background:rgba(var(--down),.12)}.down2{background:rgba(var(--down),.24)}
    .down3{background:rgba(var(--down),.36)}.down4{background:rgba(var(--down),.48)}
    .down5{background:rgba(var(--down),.62)}
    .cell.up1{fill:rgba(var(--up),.1)}.cell.up2{fill:rgba(var(--up),.2)}
    .cell.up3{fill:rgba(var(--up),.32)}
    .cell.up4{fill:rgba(var(--up),.44)}.cell.up5{fill:rgba(var(--up),.56)}
    .cell.down1{fill:rgba(var(--down),.12)}.cell.down2{fill:rgba(var(--down),.24)}
    .cell.down3{fill:rgba(var(--down),.36)}
    .cell.down4{fill:rgba(var(--down),.48)}.cell.down5{fill:rgba(var(--down),.62)}
    .facts div{display:flex;gap:16px}
    .facts dt{flex:0 0 110px}
    code{font-family:ui-monospace,Menlo,Consolas,monospace;font-size:.9em;background:var(--tint);
    padding:1px 5px;overflow-wrap:anywhere}
    text{fill:var(--soft);font-size:12px;font-variant-numeric:tabular-nums}
    .axis-title{font-size:12.5px;fill:var(--ink)}
    .ends text{fill:var(--ink)}
    .strong{fill:var(--ink);font-weight:600}
    .halo{paint-order:stroke;stroke:var(--paper);stroke-width:3px}
    .ink{fill:var(--ink)}.axes path{stroke:var(--rule);fill:none}
    .zero{stroke:var(--soft);fill:none}.cell{fill:var(--tint)}
    .line{fill:none;stroke-width:1.2;stroke-linejoin:round}
    .main{stroke-width:1.8}
    .dashed{stroke-dasharray:5 3}
    .leader,.rail{stroke:var(--rule);fill:none}
    .area,.spot{stroke:none}
    .spot{fill:var(--ink)}
    .faint{fill-opacity:.18}.pale{stroke-opacity:.6}
    .band,.patch{stroke:var(--paper);stroke-width:.7}
    .empty-bar{fill:var(--tint)}
    .mark{stroke:var(--paper);stroke-width:1.4;stroke-opacity:.65;fill:none}
    .dot{fill:var(--paper);fill-opacity:.65}
    .line.c0{stroke:var(--c0)}.line.c1{stroke:var(--c1)}.line.c2{stroke:var(--c2)}
    .line.c3{stroke:var(--c3)}.line.c4{stroke:var(--c4)}.line.c5{stroke:var(--c5)}
    .line.c6{stroke:var(--c6)}.line.c7{stroke:var(--c7)}.line.cash{stroke:var(--cash)}
    .area.c0{fill:var(--c0)}.area.c1{fill:var(--c1)}.area.c2{fill:var(--c2)}
    .area.c3{fill:var(--c3)}.area.c4{fill:var(--c4)}.area.c5{fill:var(--c5)}
    .area.c6{fill:var(--c6)}.area.c7{fill:var(--c7)}.area.cash{fill:var(--cash)}
    .read rect{fill:var(--ink);fill-opacity:0}
    .read rect:hover{fill-opacity:.08}
    @media screen and (max-width:760px){main{padding:20px 16px 48px}
    .narrow .band{stroke-width:.3}.wide,.half{display:none}.narrow{display:block}.pair{display:block}
    .small{grid-template-columns:1fr 1fr!important}.narrow svg{max-width:560px}
    .tiles{grid-template-columns:1fr 1fr;gap:8px}
    .tiles:not(.small) div:first-child,.tiles:not(.small) div:last-child{grid-column:1/-1}
    .tiles div{padding:10px 12px}
    .figure{font-size:18px}.lead{font-size:17px}h1{font-size:26px}h2{margin-top:36px}
    tbody th,tfoot th{max-width:130px}}
    @page{margin:14mm 12mm}
    @media print{main{padding:0;max-width:none}nav{display:none}body{font-size:11pt}
    *{print-color-adjust:exact;-webkit-print-color-adjust:exact}
    figure,tr,.tiles div{break-inside:avoid}h2,h3{break-after:avoid}
    .scroll{overflow:visible}article{break-before:page}article:first-of-type{break-before:auto}
    table{font-size:7pt}th,td,.heat td,.heat th{padding:2px 3px}
    th small{font-size:6pt}.spark{width:44px;height:18px}td.prose{min-width:0}
    .figure{font-size:13pt}tbody th,tfoot th{position:static}details:not([open]){display:none}}
    """

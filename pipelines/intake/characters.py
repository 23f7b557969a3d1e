"""Headers as they are compared: full-width folded, traditional characters read as the simplified ones of the contracts.

Belongs here: the characters that the contracts' headers, total rows and lines above a table are made of.
Does not belong here: values, which raw keeps as they were written.
"""

from __future__ import annotations

from pipelines.catalog.contracts import normalise_header

# Simplified character, then the forms it is read for. A test holds this against the contracts' own headers.
_FORMS = """
个個箇 乡鄉 书書 会會 体體 党黨 内內 准準 凭憑 划劃 别別 制製 务務 区區 单單 参參 发發 号號 启啟啓 员員
实實 属屬 岗崗 应應 开開 态態 总總 户戶戸 报報 拨撥 数數 时時 来來 标標 点點 状狀 环環 码碼 称稱 类類
系係 级級 组組 织織 经經 统統 编編 网網 群羣 职職 节節 规規 计計 议議 记記 设設 访訪 证證証 账賬帳 费費
资資 达達 邻鄰 销銷 镇鎮 间間 项項 预預 额額 值値 无無 注註 说說 备備 审審 复複復 负負 责責 办辦 联聯
电電 话話 领領 导導 盖蓋 万萬 亿億 页頁 关關 门門 见見 举舉 调調 处處 诉訴 结結 满滿 义義 养養 残殘
"""
TO_SIMPLIFIED = str.maketrans({form: forms[0] for forms in _FORMS.split() for form in forms[1:]})


def header_key(text: str) -> str:
    """Return a header as it is compared with those of the contracts."""
    return normalise_header(text).translate(TO_SIMPLIFIED)

"""Headers as they are compared: full-width folded, traditional characters read as the simplified ones of the contracts.

Belongs here: the characters that headers, total rows and lines above a table are made of.
Does not belong here: values, which raw keeps as they were written.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Container
from functools import lru_cache
from itertools import islice, product

from pipelines.catalog.contracts import normalise_header

# Simplified character, then the forms it is read for. A test holds this against the contracts' own headers.
_FORMS = """
个個箇 乡鄉 书書 会會 体體 党黨 内內 准準 凭憑 划劃 别別 制製 务務 区區 单單 参參 发發髮 号號 启啟啓 员員 实實 属屬
岗崗 应應 开開 态態 总總 户戶戸 报報 拨撥 数數 时時 来來 标標 点點 状狀 环環 码碼 称稱 类類 系係 级級 组組 织織 经經
统統 编編 网網 群羣 职職 节節 规規 计計 议議 记記 设設 访訪 证證証 账賬帳帐 费費 资資 达達 邻鄰 销銷 镇鎮 间間 项項
预預 额額 值値 无無 注註 说說 备備 审審 复複復 负負 责責 办辦 联聯 电電 话話 领領 导導 盖蓋 万萬 亿億 页頁 关關 门門
见見 举舉 调調 处處 诉訴 结結 满滿 义義 养養 残殘 专專 业業 两兩 产產産 兑兌 决決 况況 创創 动動 协協 双雙 围圍 场場
头頭 奖獎 学學 对對 层層 届屆 帮幫 归歸 当當 录錄 担擔 权權 条條 栋棟 检檢 楼樓 测測 牵牽 独獨 现現 积積 签簽籤 约約
纳納 终終 绩績 缴繳 荣榮 营營 衔銜 补補 誉譽 订訂 训訓 评評 诺諾 贴貼 赠贈 转轉 过過 运運 选選 钟鐘鍾 长長 闭閉 问問
阵陣 际際 险險 题題 馈饋 驻駐 验驗 东東 丽麗 乐樂 买買 亏虧 亲親 众眾衆 优優 传傳 伤傷 伟偉 侧側 侨僑 债債 储儲 儿兒
兴興 军軍 农農 冲衝 净淨 减減 凤鳳 击擊 刘劉 则則 刚剛 剂劑 剧劇 劳勞 势勢 励勵 医醫 华華 卖賣 卫衛 厂廠 历歷曆 压壓
县縣 变變 叠疊 吗嗎 听聽 团團 园園 国國 图圖 圆圓 圣聖 坏壞 块塊 坚堅 垒壘 墙牆 壮壯 声聲 够夠 夹夾 夺奪 奋奮 妇婦
孙孫 宁寧 宝寶 宪憲 宽寬 寻尋 尔爾 尘塵 尝嘗 尽盡 岁歲 岛島 币幣 师師 带帶 广廣 庄莊 庆慶 库庫 庙廟 废廢 张張
强強 弹彈 彻徹 径徑 御禦 忆憶 忧憂 怀懷 恳懇 恶惡 惩懲 惯慣 愿願 戏戲 战戰 扑撲 执執 扩擴 扫掃 扬揚 抚撫 抢搶 护護
拟擬 择擇 挂掛 挥揮 损損 换換 据據 掷擲 摊攤 摄攝 敌敵 斋齋 斗鬥 断斷 旧舊 显顯 晋晉 晓曉 暂暫 术術 机機 杂雜 杀殺
杨楊 极極 构構 枪槍 柜櫃 树樹 桥橋 档檔 梦夢 棱稜 样樣 榄欖 横橫 欢歡 欧歐 气氣 汇匯彙 汉漢 汤湯 沟溝 没沒 泪淚 泽澤
洁潔 济濟 浅淺 浆漿 浓濃 涛濤 润潤 涨漲 渐漸 渔漁 温溫 湾灣 湿濕 滞滯 滨濱 灭滅 灯燈 灵靈 灾災 炉爐 炼煉 烂爛 烟煙
烦煩 烧燒 热熱 爱愛 爷爺 狱獄 猎獵 玛瑪 画畫 畅暢 疗療 疯瘋 痒癢 皱皺 监監 盐鹽 盘盤 着著 矿礦 砖磚 础礎 确確 礼禮
祸禍 离離 种種 秽穢 稳穩 穷窮 窃竊 竞競 笔筆 筑築 简簡 粮糧 紧緊 纠糾 红紅 纤纖 纪紀 纯純 纲綱 纵縱 纸紙 纹紋 线線
练練 细細 绍紹 绕繞 给給 络絡 绝絕 继繼 续續 维維 综綜 绿綠 缓緩 缘緣 缩縮 罗羅 罚罰 肃肅 肤膚 肾腎 胜勝 脉脈 脏臟髒
脑腦 脚腳 脱脫 临臨 舰艦 舱艙 艰艱 艺藝 芦蘆 苏蘇 药藥 获獲穫 虑慮 虽雖 蚀蝕 装裝 袭襲 观觀 视視 览覽 觉覺 触觸 认認
讨討 让讓 讲講 许許 论論 识識 诊診 词詞 译譯 试試 诗詩 诚誠 询詢 该該 详詳 语語 误誤 请請 诸諸 读讀 课課 谁誰 谈談
谋謀 谢謝 谨謹 谱譜 贝貝 贡貢 财財 贤賢 败敗 货貨 质質 贩販 贫貧 购購 贯貫 贵貴 贷貸 贸貿 贺賀 赋賦 赏賞 赔賠 赖賴
赚賺 赛賽 赞贊讚 赶趕 趋趨 践踐 车車 轨軌 轩軒 软軟 轮輪 轻輕 载載 较較 辅輔 辆輛 辈輩 输輸 辖轄 迁遷 还還 这這 进進
远遠 违違 连連 迟遲 适適 递遞 逻邏 遗遺 邓鄧 邮郵 郑鄭 酱醬 释釋 里裡裏 鉴鑒鑑 针針 钢鋼 钥鑰 钱錢 铁鐵 铃鈴 银銀
链鏈 锁鎖 锅鍋 错錯 锦錦 键鍵 镜鏡 闪閃 闲閒閑 闻聞 阅閱 队隊 阳陽 阴陰 阶階 陆陸 陈陳 陕陝 随隨 隐隱 难難 雾霧 静靜
韩韓 顶頂 顺順 须須 顾顧 频頻 颁頒 颜顏 风風 飞飛 饭飯 饮飲 饰飾 馆館 马馬 驱驅 驶駛 驾駕 骗騙 骚騷 鱼魚 鲜鮮 鸟鳥
鸡雞 麦麥 黄黃 齐齊 齿齒 龙龍 龄齡 后後 台臺 干幹乾 范範 只隻 面麵 松鬆 余餘 丰豐 谷穀 出齣 征徵 几幾 云雲 咨諮 志誌
愈癒 杠槓 灶竈 献獻 拥擁 挡擋 厅廳
"""
TO_SIMPLIFIED = str.maketrans({form: forms[0] for forms in _FORMS.split() for form in forms[1:]})
_FORMS_OF = {forms[0]: forms[1:] for forms in _FORMS.split()}
_MOST_WAYS = 16
_UNIFIED = range(0x4E00, 0xA000)


@lru_cache(maxsize=65536)
def header_key(text: str) -> str:
    """Return a header as it is compared with those of the contracts."""
    return normalise_header(text).translate(TO_SIMPLIFIED)


def may_start(character: str, first: Container[str]) -> bool:
    """Return whether a text that begins so can be a header whose compared form begins with one of `first`.

    Most cells are told from headers by this alone.
    """
    plain = character.isascii() or ord(character) in _UNIFIED
    return not plain or character in "*:" or character.translate(TO_SIMPLIFIED).lower() in first


def ways_to_write(header: str) -> list[str]:
    """Return a header as clerks write it to the letter: simplified, traditional in every form, spaced, marked."""
    folded = unicodedata.normalize("NFKC", header)
    forms = product(*(_FORMS_OF.get(character, character) for character in folded))
    texts = [header, folded, *("".join(form) for form in islice(forms, _MOST_WAYS))]
    spaced = [space.join(text) for text in texts for space in (" ", "\u3000")]
    return [*texts, *spaced, *(f"*{text}" for text in texts)]

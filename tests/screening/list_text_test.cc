#include "screening/list_text.h"

#include <gtest/gtest.h>

#include "licet/base/text.h"

namespace licet {
namespace {

std::string DayOf(std::string_view text) {
  const auto day = ReadListDate(text);
  return day ? day->ToString() : "none";
}

TEST(ListText, ReadsDatesAsPublishersWriteThem) {
  EXPECT_EQ(DayOf("2022-06-21"), "2022-06-21");
  EXPECT_EQ(DayOf(" 2026-02-27T00:00:09.554Z"), "2026-02-27");
  EXPECT_EQ(DayOf("2025/04/09"), "2025-04-09");
  EXPECT_EQ(DayOf("June 21, 2022"), "2022-06-21");
  EXPECT_EQ(DayOf("May 3, 2024"), "2024-05-03");
  EXPECT_EQ(DayOf("03 Jun 2021"), "2021-06-03");
  EXPECT_EQ(DayOf("12/30/2020"), "2020-12-30");
}

TEST(ListText, RefusesWhatIsNoDay) {
  for (const char* text : {"", "Various", "2022", "June 2022", "2022-13-01", "2022-02-30",
                           "31/12/2020", "Foo 3, 2024", "0000-01-01", "1/2/3"}) {
    EXPECT_EQ(DayOf(text), "none") << text;
  }
}

struct Footnotes {
  const char* text;
  std::vector<int> footnotes;
  bool doubtful;
};

TEST(ListText, TellsFootnotesFromTheCitation) {
  const std::vector<Footnotes> all = {
      {"For all items subject to the EAR, see 734.9(e) 1 and 744.11 of the EAR 2", {1}, false},
      {"See 734.9(e)1, and 744.11 of the EAR2", {1}, false},
      {"(See 734.9(e)(1) and 744.11 of the EAR)", {1}, false},
      {"(See 734.9(e)(2) and 744.11 of the EAR)4.", {4}, false},
      {"(See 734.9(e) and 744.11 of the EAR) 4", {4}, false},
      {"(See 734.4(a)(9), 734.9(e)(3), and 744.11 of the EAR) 5", {5}, false},
      {"(See 734.9(g),3 746.8(a)(3), and 744.21(b) of the EAR)", {3}, false},
      {"(See 734.9(g), 3 746.8, 734.9(e)(2) of the EAR)", {3, 4}, false},
      {"(See 734.9(e) and 744.11 of the EAR)", {}, true},
      {"(See 734.9(e) and 744.11 of the EAR 2)", {}, true},
      {"For all items subject to the EAR. (See 744.11 of the EAR) 4", {}, false},
      {"", {}, false}};
  for (const Footnotes& one : all) {
    bool doubtful = !one.doubtful;
    EXPECT_EQ(FootnotesIn(one.text, &doubtful), one.footnotes) << one.text;
    EXPECT_EQ(doubtful, one.doubtful) << one.text;
  }
}

TEST(ListText, MakesIdsOfNames) {
  EXPECT_EQ(SlugOf("Huawei Technologies Co., Ltd."), "huawei-technologies-co-ltd");
  EXPECT_EQ(SlugOf("  ... "), "");
  const std::string han = "\xE5\x8D\x8E\xE4\xB8\xBA";
  EXPECT_EQ(SlugOf(han), han);
  std::string long_han;
  for (int i = 0; i < 60; ++i) long_han += han;
  const std::string slug = SlugOf(long_han);
  EXPECT_LT(slug.size(), 100U);
  EXPECT_FALSE(FindInvalidUtf8(slug));
  EXPECT_NE(slug, SlugOf(long_han + han));  // the cut text counts too
}

TEST(ListText, CleansLines) {
  EXPECT_EQ(CleanLine("  a\t\r\n b\xC2\xA0"
                      "c\x01 "),
            "a b c");
  EXPECT_EQ(CleanLine(" \n "), "");
  EXPECT_EQ(SplitClean("a; ;b c ;", ';'), (std::vector<std::string>{"a", "b c"}));
}

}  // namespace
}  // namespace licet

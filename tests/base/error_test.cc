#include "licet/base/error.h"

#include <gtest/gtest.h>

#include <memory>
#include <set>

namespace licet {
namespace {

TEST(ErrorTest, EveryCodeHasItsOwnName) {
  std::set<std::string_view> names;
  for (int i = 0; i <= static_cast<int>(ErrorCode::kInternal); ++i) {
    names.insert(ErrorCodeName(static_cast<ErrorCode>(i)));
  }
  EXPECT_EQ(names.size(), 12u);
  EXPECT_EQ(ErrorCodeName(ErrorCode::kParse), "parse");
  EXPECT_EQ(ErrorCodeName(ErrorCode::kUnknownName), "unknown-name");
  EXPECT_EQ(ErrorCodeName(ErrorCode::kInternal), "internal");
}

TEST(ErrorTest, PrintsOnlyTheKnownPartsOfItsPlace) {
  const auto print = [](Place place) {
    return Error(ErrorCode::kParse, "bad", std::move(place)).ToString();
  };
  EXPECT_EQ(print({}), "bad");
  EXPECT_EQ(print({"a.csv", 0, 0}), "a.csv: bad");
  EXPECT_EQ(print({"a.csv", 12, 0}), "a.csv:12: bad");
  EXPECT_EQ(print({"a.csv", 12, 5}), "a.csv:12:5: bad");
  EXPECT_EQ(print({"", 12, 5}), "12:5: bad");
  EXPECT_EQ(print({"a.csv", 0, 5}), "a.csv: bad");  // a column without a line says nothing
}

TEST(ErrorTest, AtFillsInAMissingPlaceAndKeepsAKnownOne) {
  const Error bare(ErrorCode::kType, "bad");
  EXPECT_EQ(bare.At({"a.yaml", 3, 4}).ToString(), "a.yaml:3:4: bad");
  EXPECT_EQ(bare.At({"a.yaml", 3, 4}).code(), ErrorCode::kType);
  const Error placed(ErrorCode::kType, "bad", {"a.yaml", 3, 4});
  EXPECT_EQ(placed.At({"b.yaml", 9, 9}).ToString(), "a.yaml:3:4: bad");
  const Error line_only(ErrorCode::kType, "bad", {"", 3, 4});
  EXPECT_EQ(line_only.At({"b.yaml", 9, 9}).ToString(), "b.yaml:3:4: bad");
  const Error file_only(ErrorCode::kType, "bad", {"a.yaml", 0, 0});
  EXPECT_EQ(file_only.At({"a.yaml", 9, 2}).ToString(), "a.yaml:9:2: bad");
  EXPECT_EQ(file_only.At({"b.yaml", 9, 2}).ToString(), "a.yaml: bad");
}

Status FailWhen(bool fail) {
  if (fail) return Fail(ErrorCode::kLimit, "too much");
  return {};
}

Result<std::unique_ptr<int>> Make(bool fail) {
  LICET_RETURN_IF_ERROR(FailWhen(false));
  LICET_RETURN_IF_ERROR(FailWhen(fail));
  return std::make_unique<int>(7);
}

Result<int> Sum(bool fail_second) {
  LICET_ASSIGN_OR_RETURN(const std::unique_ptr<int> first, Make(false));
  LICET_ASSIGN_OR_RETURN(const std::unique_ptr<int> second, Make(fail_second));
  return *first + *second;
}

TEST(ErrorTest, MacrosPassValuesAndErrorsOn) {
  ASSERT_TRUE(Sum(false));
  EXPECT_EQ(*Sum(false), 14);
  ASSERT_FALSE(Sum(true));
  EXPECT_EQ(Sum(true).error().code(), ErrorCode::kLimit);
}

}  // namespace
}  // namespace licet

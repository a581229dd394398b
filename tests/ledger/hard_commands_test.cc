// Commands that once broke the book for everybody: each is answered, and the
// journal can be read again afterwards.

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <limits>

#include "licet/journal/sqlite_store.h"
#include "licet/ledger/book.h"
#include "simulated_disk.h"

namespace licet {
namespace {

const FixedClock kClock(Date::FromDays(20'500));

class HardCommands : public testing::Test {
 protected:
  void SetUp() override { Open(); }
  void TearDown() override {
    const std::string before = Describe(book_->state());
    Open();
    EXPECT_EQ(Describe(book_->state()), before);
    EXPECT_TRUE(Audit(book_->state()).has_value());
  }

  void Open() {
    book_.reset();
    auto store = OpenSqliteStore("book.db", StoreMode::kCreate,
                                 {.vfs = disk_.name(), .exclusive = true, .busy_ms = 0});
    ASSERT_TRUE(store.has_value()) << store.error().ToString();
    auto book = Book::Open(*std::move(store), kClock);
    ASSERT_TRUE(book.has_value()) << book.error().ToString();
    book_.emplace(*std::move(book));
  }

  Command Make(Action action) {
    return {fmt::format("c{}", made_++), "clerk", "", Date::FromDays(20'500), std::move(action)};
  }
  // The name of the refusal; "" accepted; an error fails the test.
  std::string Do(Action action) {
    const auto reply = book_->Submit(Make(std::move(action)));
    if (!reply) {
      ADD_FAILURE() << reply.error().ToString();
      return "error";
    }
    if (reply->accepted()) return "";
    return std::string(
        NamesOf<RefusalCode>::kNames[static_cast<std::size_t>(reply->refusal->code)]);
  }
  void Licence(const char* id, const char* regime, std::vector<LimitTerms> limits) {
    ASSERT_EQ(Do(ApplyFor{.authorisation = id, .regime = regime}), "");
    Approve approve{.authorisation = id, .number = fmt::format("{}-number", id)};
    for (const LimitTerms& limit : limits) approve.terms.limits.push_back(limit.limit);
    approve.limits = std::move(limits);
    ASSERT_EQ(Do(approve), "");
  }
  static PlaceOrder Order(std::string id, std::int64_t units, const char* regime) {
    return {.order = std::move(id), .units = units, .price = 1, .regimes = {regime}};
  }

  SimulatedDisk disk_{1};
  std::optional<Book> book_;
  int made_ = 0;
};

TEST_F(HardCommands, NumbersAndDaysThatNoRecordCanHold) {
  constexpr std::int64_t kHuge = std::numeric_limits<std::int64_t>::max();
  const Date far = Date::FromDays(4'000'000);
  EXPECT_EQ(Do(ApplyFor{.authorisation = "a", .regime = "r", .units = kHuge}), "bad-command");
  EXPECT_EQ(Do(ApplyFor{.authorisation = "a", .regime = "r", .value = kMaxAmount + 1}),
            "bad-command");
  EXPECT_EQ(Do(ApplyFor{.authorisation = "a", .regime = "r", .value = kMaxAmount}), "");
  EXPECT_EQ(Do(Allocate{.round = "q", .total = kHuge}), "bad-command");
  const Grant grant{.applicant = "p", .asked = 1, .units = 1, .place = kHuge};
  EXPECT_EQ(Do(Allocate{.round = "q", .total = 1, .grants = {grant}}), "bad-command");
  Approve approve{.authorisation = "a", .number = "n"};
  approve.terms.conditions = {{.condition = "k", .text = "t", .every_days = kHuge}};
  EXPECT_EQ(Do(approve), "bad-command");
  approve.terms.conditions = {{.condition = "k", .text = "t", .due = far}};
  EXPECT_EQ(Do(approve), "bad-command");
  Command late = Make(Observe{.stage = "shipped"});
  late.day = far;
  const auto reply = book_->Submit(late);
  ASSERT_TRUE(reply.has_value());
  EXPECT_FALSE(reply->accepted());
}

TEST_F(HardCommands, LimitOfAGroupForEachConsigneeAndNobodyNamed) {
  Licence(
      "a", "r",
      {{.limit = "l", .cap = 5, .per = Role::kConsignee, .of = Role::kPurchaser, .group = {"p"}}});
  PlaceOrder order = Order("o", 1, "r");
  order.purchaser = "p";
  EXPECT_EQ(Do(order), "figure-unknown");
  order.consignee = "k";
  EXPECT_EQ(Do(order), "");
}

TEST_F(HardCommands, OrderAndTheReturnThatOverdrawsItsShareInOneBatch) {
  ASSERT_EQ(Do(DefineLimit{{.limit = "source"}}), "");
  ASSERT_EQ(Do(Credit{.limit = "source", .amount = 100}), "");
  Licence("a", "r", {{.limit = "share", .share_of = "source", .num = 1, .den = 2}});
  const std::vector<Command> batch = {
      Make(Order("o", 50, "r")), Make(Credit{.limit = "source", .amount = -60}),
      Make(Credit{.limit = "source", .amount = -60, .flag = true}), Make(Order("p", 1, "r"))};
  const auto replies = book_->Submit(batch);
  ASSERT_TRUE(replies.has_value()) << replies.error().ToString();
  EXPECT_TRUE((*replies)[0].accepted());
  EXPECT_FALSE((*replies)[1].accepted());
  EXPECT_TRUE((*replies)[2].accepted());
  EXPECT_EQ((*replies)[2].outcome.flagged, std::vector<std::string>{"share"});
  EXPECT_FALSE((*replies)[3].accepted());
}

TEST_F(HardCommands, OrderOfNoValueOnAnOverdrawnShare) {
  ASSERT_EQ(Do(DefineLimit{{.limit = "source", .measure = Measure::kValue}}), "");
  ASSERT_EQ(Do(Credit{.limit = "source", .amount = 100}), "");
  Licence(
      "a", "r",
      {{.limit = "share", .measure = Measure::kValue, .share_of = "source", .num = 1, .den = 1}});
  ASSERT_EQ(Do(Order("o", 100, "r")), "");
  ASSERT_EQ(Do(Credit{.limit = "source", .amount = -50, .flag = true}), "");
  PlaceOrder gift = Order("p", 3, "r");
  gift.price = 0;
  EXPECT_EQ(Do(gift), "");
}

TEST_F(HardCommands, LicenceWithManyOpenOrdersCanBeRevoked) {
  Licence("a", "r", {{.limit = "l", .cap = 5000}});
  std::vector<Command> batch;
  for (int i = 0; i < 1200; ++i) {
    batch.push_back(Make(Order(fmt::format("{}-{}", std::string(100, 'o'), i), 1, "r")));
  }
  const auto replies = book_->Submit(batch);
  ASSERT_TRUE(replies.has_value()) << replies.error().ToString();
  ASSERT_EQ(book_->state().FindLimit("l")->held, 1200);
  EXPECT_EQ(Do(Revoke{.authorisation = "a"}), "");
  EXPECT_EQ(book_->state().FindLimit("l")->held, 0);
}

}  // namespace
}  // namespace licet

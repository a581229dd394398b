#include "licet/gate/batch.h"

#include "batch_impl.h"

namespace licet {

BatchJudge::BatchJudge(Engine& engine, const Clocks& clocks, KindPool* pool) {
  const std::vector<Clocks> setting(engine.packs().size(), clocks);
  impl_ = std::make_unique<BatchImpl>(engine, std::span(&setting, 1), PatternDetail::kAll, pool);
}
BatchJudge::~BatchJudge() = default;
BatchJudge::BatchJudge(BatchJudge&&) noexcept = default;

Order* BatchJudge::Next() { return impl_->Next(); }
Status BatchJudge::Take() { return impl_->Take(); }
Status BatchJudge::Take(const OrderRecord& record) { return impl_->Take(record); }
void BatchJudge::Run() { impl_->Run(); }
void BatchJudge::Clear() { impl_->Clear(); }
std::size_t BatchJudge::size() const { return impl_->size(); }
std::string_view BatchJudge::id(std::size_t i) const { return impl_->id(i); }
Date BatchJudge::date(std::size_t i) const { return impl_->row(i).date; }
const Item& BatchJudge::item(std::size_t i) const { return *impl_->row(i).item; }
const Order& BatchJudge::order(std::size_t i) const { return impl_->order(i); }
Decision BatchJudge::Full(std::size_t i) const { return impl_->Full(i); }
void BatchJudge::AppendJson(std::size_t i, std::string* out) { impl_->AppendJson(i, out); }
void BatchJudge::AppendScreening(std::size_t i, std::string* out) {
  impl_->AppendScreening(i, out);
}
DecisionKind& BatchJudge::kind(std::size_t i) const { return impl_->kind(i); }
void BatchJudge::KeepText(std::size_t bytes) { impl_->KeepText(bytes); }
std::size_t BatchJudge::kinds() const { return impl_->kinds(); }
void BatchJudge::HoldBack(std::size_t i, std::string reason) {
  impl_->HoldBack(i, std::move(reason));
}
bool BatchJudge::has_authorisation(std::size_t i) const { return impl_->row(i).numbered != 0; }
std::vector<std::string_view> BatchJudge::authorisations(std::size_t i) const {
  return impl_->authorisations(i);
}

StoryJudge::StoryJudge(Engine& engine, std::span<const std::vector<Clocks>> settings)
    : impl_(std::make_unique<BatchImpl>(engine, settings, PatternDetail::kVerdict, nullptr)) {}
StoryJudge::~StoryJudge() = default;
StoryJudge::StoryJudge(StoryJudge&&) noexcept = default;

Order* StoryJudge::Next() { return impl_->Next(); }
Status StoryJudge::Take() { return impl_->Take(); }
Status StoryJudge::Take(const OrderRecord& record) { return impl_->Take(record); }
void StoryJudge::Run() { impl_->RunStories(); }
void StoryJudge::Clear() { impl_->Clear(); }
std::size_t StoryJudge::size() const { return impl_->size(); }
std::string_view StoryJudge::id(std::size_t i) const { return impl_->id(i); }
Date StoryJudge::date(std::size_t i) const { return impl_->row(i).date; }
Decimal StoryJudge::quantity(std::size_t i) const { return impl_->row(i).quantity; }
const std::optional<Decimal>& StoryJudge::unit_price(std::size_t i) const {
  return impl_->row(i).unit_price;
}
const Party* StoryJudge::buyer(std::size_t i) const { return impl_->buyer_party(i); }
const Item& StoryJudge::item(std::size_t i) const { return *impl_->row(i).item; }
Story& StoryJudge::story(std::size_t i) const { return impl_->story(i); }

}  // namespace licet

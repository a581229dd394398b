#include "licet/gate/batch.h"

#include "batch_impl.h"

namespace licet {

BatchJudge::BatchJudge(Engine& engine, const Clocks& clocks, Depth depth, KindPool* pool)
    : impl_(std::make_unique<Impl>(engine, clocks, depth, pool)) {}
BatchJudge::~BatchJudge() = default;
BatchJudge::BatchJudge(BatchJudge&&) noexcept = default;

Order* BatchJudge::Next() { return impl_->Next(); }
Status BatchJudge::Take() { return impl_->Take(); }
Status BatchJudge::Take(const OrderRecord& record) { return impl_->Take(record); }
void BatchJudge::Run() { impl_->Run(impl_->own()); }
void BatchJudge::RunUnder(std::span<const Clocks> by_pack) { impl_->Run(by_pack); }
void BatchJudge::Clear() { impl_->Clear(); }
std::size_t BatchJudge::size() const { return impl_->size(); }
std::string_view BatchJudge::id(std::size_t i) const { return impl_->id(i); }
Date BatchJudge::date(std::size_t i) const { return impl_->row(i).date; }
Decimal BatchJudge::quantity(std::size_t i) const { return impl_->row(i).quantity; }
const std::optional<Decimal>& BatchJudge::unit_price(std::size_t i) const {
  return impl_->row(i).unit_price;
}
std::string_view BatchJudge::buyer(std::size_t i) const { return impl_->buyer(i); }
const Item& BatchJudge::item(std::size_t i) const { return *impl_->row(i).item; }
const Order& BatchJudge::order(std::size_t i) const { return impl_->order(i); }
Decision BatchJudge::Full(std::size_t i) const { return impl_->Full(i); }
void BatchJudge::AppendJson(std::size_t i, std::string* out) { impl_->AppendJson(i, out); }
DecisionKind& BatchJudge::kind(std::size_t i) const { return impl_->kind(i); }
void BatchJudge::KeepText(std::size_t bytes) { impl_->KeepText(bytes); }
std::size_t BatchJudge::kinds() const { return impl_->kinds(); }
bool BatchJudge::has_authorisation(std::size_t i) const { return impl_->row(i).numbered != 0; }
std::vector<std::string_view> BatchJudge::authorisations(std::size_t i) const {
  return impl_->authorisations(i);
}

}  // namespace licet

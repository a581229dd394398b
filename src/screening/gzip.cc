#include "licet/screening/gzip.h"

#include <fmt/format.h>
#include <zlib.h>

#include <algorithm>
#include <cstring>
#include <utility>
#include <vector>

namespace licet {
namespace {

constexpr std::size_t kInputBytes = 65536;
constexpr int kGzipWindow = 15 + 16;  // the largest window, gzip header expected

class GzipSource : public ByteSource {
 public:
  GzipSource(std::unique_ptr<ByteSource> source, std::string name, std::uint64_t limit)
      : source_(std::move(source)), name_(std::move(name)), limit_(limit), input_(kInputBytes) {}
  ~GzipSource() override {
    if (mode_ == Mode::kGzip) inflateEnd(&stream_);
  }
  GzipSource(const GzipSource&) = delete;
  GzipSource& operator=(const GzipSource&) = delete;

  Result<std::size_t> Read(std::span<char> buffer) override {
    if (buffer.empty()) return 0;
    if (mode_ == Mode::kUnknown) LICET_RETURN_IF_ERROR(Begin());
    LICET_ASSIGN_OR_RETURN(const std::size_t count,
                           mode_ == Mode::kGzip ? Inflate(buffer) : Copy(buffer));
    given_ += count;
    if (given_ <= limit_) return count;
    return Fail(
        ErrorCode::kLimit,
        fmt::format("this file holds more than {} bytes of text; split it or give another", limit_),
        {name_, 0, 0});
  }

 private:
  enum class Mode { kUnknown, kPlain, kGzip };

  // Adds to the input not used yet. False at the end.
  Result<bool> Fill() {
    if (begin_ > 0) {
      std::copy(input_.begin() + static_cast<std::ptrdiff_t>(begin_),
                input_.begin() + static_cast<std::ptrdiff_t>(end_), input_.begin());
      end_ -= begin_;
      begin_ = 0;
    }
    if (end_ == input_.size()) return true;
    LICET_ASSIGN_OR_RETURN(const std::size_t count,
                           source_->Read({input_.data() + end_, input_.size() - end_}));
    end_ += count;
    return count > 0;
  }

  bool AtMagic() const {
    return end_ - begin_ >= 2 && input_[begin_] == '\x1f' && input_[begin_ + 1] == '\x8b';
  }

  Status Begin() {
    while (end_ < 2) {
      LICET_ASSIGN_OR_RETURN(const bool more, Fill());
      if (!more) break;
    }
    mode_ = Mode::kPlain;
    if (!AtMagic()) return {};
    std::memset(&stream_, 0, sizeof(stream_));
    if (inflateInit2(&stream_, kGzipWindow) != Z_OK) {
      return Fail(ErrorCode::kInternal, "cannot start to inflate this file", {name_, 0, 0});
    }
    mode_ = Mode::kGzip;
    return {};
  }

  Result<std::size_t> Copy(std::span<char> buffer) {
    if (begin_ == end_) return source_->Read(buffer);
    const std::size_t count = std::min(buffer.size(), end_ - begin_);
    std::copy_n(input_.data() + begin_, count, buffer.data());
    begin_ += count;
    return count;
  }

  // What follows the end of a gzip member: another member, or nothing. Zero
  // bytes are what tapes and some servers fill up with.
  Result<bool> NextMember() {
    while (true) {
      while (begin_ < end_ && input_[begin_] == '\0') ++begin_;
      if (end_ - begin_ >= 2) break;
      LICET_ASSIGN_OR_RETURN(const bool more, Fill());
      if (!more) break;
    }
    if (begin_ == end_) return false;
    if (!AtMagic()) return Damaged("something follows the end of its compressed data");
    if (inflateReset(&stream_) != Z_OK) return Damaged("its second part cannot be read");
    return true;
  }

  Result<std::size_t> Inflate(std::span<char> buffer) {
    stream_.next_out = reinterpret_cast<Bytef*>(buffer.data());
    stream_.avail_out = static_cast<uInt>(std::min<std::size_t>(buffer.size(), 1U << 30));
    const uInt room = stream_.avail_out;
    while (!ended_ && stream_.avail_out == room) {
      if (begin_ == end_) {
        LICET_ASSIGN_OR_RETURN(const bool more, Fill());
        if (!more) return Damaged("it is cut off");
      }
      stream_.next_in = reinterpret_cast<Bytef*>(input_.data() + begin_);
      stream_.avail_in = static_cast<uInt>(end_ - begin_);
      const int code = inflate(&stream_, Z_NO_FLUSH);
      begin_ = end_ - stream_.avail_in;
      if (code == Z_STREAM_END) {
        LICET_ASSIGN_OR_RETURN(const bool more, NextMember());
        ended_ = !more;
      } else if (code != Z_OK && code != Z_BUF_ERROR) {
        return Damaged("its data does not fit its checksum or its grammar");
      }
    }
    return room - stream_.avail_out;
  }

  std::unexpected<Error> Damaged(std::string_view how) const {
    return Fail(ErrorCode::kParse,
                fmt::format("this gzip file is damaged: {}; fetch it again", how), {name_, 0, 0});
  }

  std::unique_ptr<ByteSource> source_;
  std::string name_;
  std::uint64_t limit_;
  std::uint64_t given_ = 0;
  Mode mode_ = Mode::kUnknown;
  bool ended_ = false;
  z_stream stream_;
  std::vector<char> input_;
  std::size_t begin_ = 0;  // input not used yet: [begin_, end_)
  std::size_t end_ = 0;
};

}  // namespace

std::unique_ptr<ByteSource> InflatingSource(std::unique_ptr<ByteSource> source, std::string name,
                                            std::uint64_t limit) {
  return std::make_unique<GzipSource>(std::move(source), std::move(name), limit);
}

}  // namespace licet

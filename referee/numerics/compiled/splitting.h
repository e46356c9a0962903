// One splitting of a fan: which faces fall in two, and the ids of their parts.
#pragma once

#include "fan.h"

namespace regions {

// The sign of a form on a face, as a set; none: it vanishes there.
constexpr Byte PLUS = 1, MINUS = 2, BOTH = 3;

// A face F on which the form takes both signs has a positive part (it keeps the id of F), a
// negative part, and a wall F and zero set, one dimension lower. The ids of dimension k are, in
// order: the old faces, the negative parts, the walls of the faces of dimension k + 1.
class Splitting {
  public:
    Splitting(Fan& fan, Scratch& scratch, std::size_t column);
    void apply();

  private:
    Fan& fan_;
    const std::vector<Signs>& signs_;
    const std::size_t column_;
    const std::vector<std::size_t> old_;
    std::vector<Ids>&both_, &place_;
    std::vector<Byte>& vanishes_;

    Id negative(std::size_t k) const { return id(old_[k]); }
    Id walls(std::size_t k) const { return id(old_[k - 1] + both_[k - 1].size()); }
    void split_edges();
    void split_faces(std::size_t k);
    Id zero_facet(std::size_t k, Id face) const;
};

}  // namespace regions

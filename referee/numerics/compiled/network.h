// A ReLU network of integer matrices, as in _relu_network.py, and what its exact passes certify.
#pragma once

#include <vector>

#include "integers.h"

namespace regions {

// A point inside a region misses the region's pattern: a defect of this package.
struct Uncertified {
    const char* what;
};

struct Network {
    std::vector<Matrix> hidden;
    bool biased = false;

    std::size_t inputs() const { return hidden.front().columns; }
    std::size_t units() const;
    // The signs of all units at homogeneous points.
    template <class Number>
    Bytes signs(Rows<Number> values) const;
    // Check that each point lies inside the region of its pattern, and that patterns differ; only
    // the units in `known` are compared. Returns the rows at which a unit vanishes though its
    // inputs do not: of these it is not known here whether the unit vanishes on the region.
    std::vector<std::size_t> certify(
        const Matrix& points, const Bytes& patterns, const std::vector<Byte>& known) const;

  private:
    template <class Number>
    std::vector<std::size_t> certified(
        Rows<Number> values, const Bytes& patterns, const std::vector<Byte>& known) const;
};

}  // namespace regions

// The face lattice of a polyhedral fan, as in _face_lattice.py, whose comments explain it.
//
// Faces have the same ids here and there, and each its facets in the same order, so that both
// give the same regions, points and facets.
#pragma once

#include <vector>

#include "integers.h"

namespace regions {

using Ids = std::vector<Id>;
using Signs = std::vector<Byte>;

// The facets of the faces of one dimension, those of a face one after another.
class Level {
  public:
    std::size_t faces() const { return start_.size(); }
    std::size_t incidences() const { return incidences_; }
    const Id* begin(Id face) const { return facets_.data() + start_[face]; }
    const Id* end(Id face) const { return begin(face) + count_[face]; }
    void add(const Ids& facets);
    void replace(Id face, const Ids& facets);
    // Give back the room of what was replaced, where it is half of all.
    void tidy();
    // Give every facet the id that `place` has for it.
    void rename(const Ids& place);

  private:
    std::vector<std::size_t> start_;
    Ids count_, facets_;
    std::size_t incidences_ = 0;
};

// What a splitting needs to know of the faces of each dimension; kept so that memory is used again.
struct Scratch {
    std::vector<Signs> signs;          // of the form
    std::vector<Ids> both, place;      // the faces that are split, and the place of each there
    std::vector<Byte> vanishes;        // whether the form does, on any face
};

struct Incidences {
    Ids parent, child;
};

class Fan {
  public:
    Matrix rays;
    std::vector<std::size_t> counts;  // of the faces of dimension 1, 2, ...
    Ids edges;                        // two rays for each face of dimension 2
    std::vector<Level> upper;         // the facets of the faces of dimension 3, 4, ...

    std::size_t cells() const { return counts.back(); }
    std::size_t size() const;

    // Split the cells on which the form in a column of the rays takes both signs: set which cells
    // were split, and of every cell of the refined fan whether the form is positive inside.
    void split(std::size_t column, Scratch& scratch, Ids& split, Signs& positive);
    Incidences facets() const;
    // The rays in their last columns, as points; then a point inside each face of a dimension as
    // the sum of points inside two different facets.
    Matrix ray_points(std::size_t columns) const;
    template <class Number>
    Rows<Number> points_above(const Rows<Number>& points, std::size_t dimension) const;
    // The fan of some of the cells and their faces.
    Fan restricted(const Ids& cells) const;
};

std::size_t orthant_incidences(int rank, int fixed);
// The coordinate orthants with the first `fixed` coordinates >= 0; `signs` are those of the cells.
Fan orthants(int rank, int fixed, std::vector<Word>& signs);

}  // namespace regions

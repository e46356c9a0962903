// The search for all activation regions, as in _region_search.py, over 64-bit integers.
#pragma once

#include <string>
#include <unordered_map>
#include <vector>

#include "fan.h"
#include "network.h"

namespace regions {

// The search was given up when it had certified `lower` regions.
struct OverLimit {
    std::size_t lower;
};

struct Limits {
    std::size_t regions;     // more end the search
    std::size_t part;        // a fan of more incidences is divided
    std::size_t incidences;  // more in all parts together end the search
};

struct Part {
    Fan fan;
    Bytes patterns;
    std::vector<Byte> known;
    int layer = -1;
    std::size_t unit = 0;
};

class Search {
  public:
    Matrix points;                      // homogeneous, one inside each region
    Bytes patterns;
    std::vector<Word> parents, children;  // of the facets of the regions
    std::vector<std::size_t> doubtful;  // regions whose vanishing units are yet to be certified

    Search(const Network& network, const Limits& limits, void (*breathe)());
    void run();

  private:
    const Network& network_;
    const Limits limits_;
    void (*breathe_)();  // called between units; what it throws ends the search
    std::vector<std::size_t> rows_, columns_;  // of an invertible submatrix of the first layer
    std::vector<std::size_t> layer_of_, column_of_;
    std::vector<Part> pending_;
    Scratch scratch_;
    bool divided_ = false;
    std::size_t finished_ = 0, work_ = 0;
    Word facets_ = 0;
    std::unordered_map<std::string, Word> open_facets_;

    int rank() const { return static_cast<int>(rows_.size()); }
    void single_region();
    void start(int least, int fixed, std::size_t flips, const Matrix& adjugate);
    void refine(Part part);
    void enter_next_layer(Part& part) const;
    void split(Part& part);
    void check_limits(const Part& part) const;
    void divide(const Part& part);
    void finish(const Part& part);
    template <class Number>
    void finish(const Part& part, Rows<Number> points);
    template <class Number>
    std::vector<Word> facet_numbers(const Incidences& facets, const Rows<Number>& inside);
    // One point inside each cell of a part; `points` are those of the rays, then of the facets.
    template <class Number>
    Matrix cell_points(const Part& part, Rows<Number>& points) const;
    template <class Number>
    Matrix embedded(const Rows<Number>& coordinates) const;
};

}  // namespace regions

// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/flux/duration.h"

#include <array>
#include <cmath>

using namespace Qt::StringLiterals;

namespace flux {

std::optional<std::chrono::milliseconds> goDuration(QStringView text)
{
    struct Unit {
        QLatin1StringView name;
        double milliseconds;
    };
    // Longer names first: "m" is the beginning of "ms".
    static constexpr std::array units{Unit{"ns"_L1, 1e-6}, Unit{"us"_L1, 1e-3}, Unit{"ms"_L1, 1}, Unit{"s"_L1, 1000},
        Unit{"m"_L1, 60'000}, Unit{"h"_L1, 3'600'000}};
    constexpr double most = 100 * 365.25 * 24 * 3'600'000;
    if (text == u"0")
        return std::chrono::milliseconds(0);
    double sum = 0;
    bool any = false;
    while (!text.isEmpty()) {
        qsizetype digits = 0;
        while (digits < text.size() && (text[digits].isDigit() || text[digits] == u'.'))
            ++digits;
        bool readable = false;
        const double number = text.first(digits).toDouble(&readable);
        text = text.sliced(digits);
        const Unit *unit = nullptr;
        for (const Unit &each : units) {
            if (!unit && text.startsWith(each.name))
                unit = &each;
        }
        if (!readable || !unit)
            return {};
        sum += number * unit->milliseconds;
        text = text.sliced(unit->name.size());
        any = true;
    }
    if (!any || sum > most)
        return {};
    return std::chrono::milliseconds(std::llround(sum));
}

} // namespace flux

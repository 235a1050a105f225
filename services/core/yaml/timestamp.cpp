// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/core/yaml/timestamp.h"

#include <array>
#include <cstdio>

namespace core::yaml {

namespace {

constexpr bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

// Takes pieces from the front of a text, as Go's time.Parse does.
struct Scanner {
    std::string_view rest;

    bool take(char c)
    {
        if (rest.empty() || rest.front() != c)
            return false;
        rest.remove_prefix(1);
        return true;
    }

    // One or two digits, or exactly two.
    std::optional<int> number(bool two = false)
    {
        if (rest.empty() || !isDigit(rest[0]))
            return {};
        int value = rest[0] - '0';
        rest.remove_prefix(1);
        if (!rest.empty() && isDigit(rest[0])) {
            value = 10 * value + (rest[0] - '0');
            rest.remove_prefix(1);
        } else if (two) {
            return {};
        }
        return value;
    }
};

int daysIn(int month, int year)
{
    static constexpr std::array<int, 12> days{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    const bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    return days.at(static_cast<size_t>(month - 1)) + (month == 2 && leap ? 1 : 0);
}

// ".10" is ".1": nanoseconds without zeros at their end; what is finer is cut off.
std::string fraction(Scanner &scanner)
{
    std::string_view &rest = scanner.rest;
    if (rest.size() < 2 || (rest[0] != '.' && rest[0] != ',') || !isDigit(rest[1]))
        return {};
    size_t end = 1;
    while (end < rest.size() && isDigit(rest[end]))
        ++end;
    std::string digits(rest.substr(1, std::min<size_t>(end - 1, 9)));
    rest.remove_prefix(end);
    digits.erase(digits.find_last_not_of('0') + 1);
    return digits.empty() ? digits : '.' + digits;
}

// "Z", "+01:30"; nothing for what is no zone.
std::optional<std::string> zone(Scanner &scanner)
{
    if (scanner.take('Z'))
        return "Z";
    const bool isWest = scanner.take('-');
    if (!isWest && !scanner.take('+'))
        return {};
    const auto hours = scanner.number(true);
    if (!hours || !scanner.take(':'))
        return {};
    const auto minutes = scanner.number(true);
    if (!minutes || *hours > 24 || *minutes > 60)
        return {};
    const int offset = *hours * 60 + *minutes;
    if (offset == 0)
        return "Z";
    char text[16];
    std::snprintf(text, sizeof text, "%c%02d:%02d", isWest ? '-' : '+', offset / 60, offset % 60);
    return text;
}

} // namespace

std::optional<std::string> timestamp(std::string_view text)
{
    if (text.size() < 8 || text[4] != '-')
        return {};
    int year = 0;
    for (const char c : text.substr(0, 4)) {
        if (!isDigit(c))
            return {};
        year = 10 * year + (c - '0');
    }
    Scanner scanner{text.substr(5)};
    const auto month = scanner.number();
    if (!month || *month < 1 || *month > 12 || !scanner.take('-'))
        return {};
    const auto day = scanner.number();
    if (!day || *day < 1 || *day > daysIn(*month, year))
        return {};
    int hour = 0;
    int minute = 0;
    int second = 0;
    std::string rest = "Z";
    if (!scanner.rest.empty()) {
        const bool hasZone = scanner.take('T') || scanner.take('t');
        if (!hasZone && !scanner.take(' '))
            return {};
        const auto h = scanner.number();
        const auto m = scanner.take(':') ? scanner.number() : std::nullopt;
        const auto s = scanner.take(':') ? scanner.number() : std::nullopt;
        if (!h || !m || !s || *h > 23 || *m > 59 || *s > 59)
            return {};
        hour = *h;
        minute = *m;
        second = *s;
        rest = fraction(scanner);
        const auto where = hasZone ? zone(scanner) : std::string("Z");
        if (!where || !scanner.rest.empty())
            return {};
        rest += *where;
    }
    char front[32];
    std::snprintf(front, sizeof front, "%04d-%02d-%02dT%02d:%02d:%02d", year % 10000, *month, *day, hour % 100,
        minute % 100, second % 100);
    return front + rest;
}

} // namespace core::yaml

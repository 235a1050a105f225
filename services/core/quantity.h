// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/core/result.h"

#include <QByteArray>

#include <compare>

namespace core {

// An amount as Kubernetes writes it: "100m", "1Gi", "1e3", "0.5". Exact, and compared by value: "1024Mi" is "1Gi".
class Quantity {
public:
    // Takes what apimachinery's resource.ParseQuantity takes and gives it the same value: what is finer than nano is
    // rounded away from zero, binary suffixes end at 2^63-1. An exponent past 32 bits, which wraps around there, is
    // refused here.
    static Result<Quantity> parsed(QStringView text);

    std::strong_ordering operator<=>(const Quantity &other) const;
    bool operator==(const Quantity &) const = default;

private:
    Quantity(bool negative, QByteArray digits, qint64 exponent);

    // ±digits × 10^exponent; the digits have no zeros at their ends, and zero has none: one value, one form.
    bool m_negative;
    QByteArray m_digits;
    qint64 m_exponent;
};

} // namespace core

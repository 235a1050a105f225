// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

class QDebug;

namespace core {

// Bytes that nobody may see: tokens, passwords, private keys. Nothing prints them; they leave only through reveal().
// When the last copy goes, its bytes are overwritten: as well as can be, for copies made by others are out of reach.
class Secret {
public:
    Secret() = default;
    explicit Secret(QByteArray bytes);
    Secret(const Secret &) = default;
    Secret(Secret &&) noexcept = default;
    Secret &operator=(const Secret &other);
    Secret &operator=(Secret &&other) noexcept;
    ~Secret();

    bool isEmpty() const { return m_bytes.isEmpty(); }
    const QByteArray &reveal() const { return m_bytes; }

    // Takes as long for a near miss as for any other of the same length.
    bool operator==(const Secret &other) const;

private:
    void wipe();

    QByteArray m_bytes;
};

// "••••", or nothing for an empty one.
QDebug operator<<(QDebug debug, const Secret &secret);

} // namespace core

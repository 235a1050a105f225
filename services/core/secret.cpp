// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/core/secret.h"

#include <QDebug>

namespace core {

// detach(): the bytes of a literal or of another copy are not ours to overwrite.
Secret::Secret(QByteArray bytes)
    : m_bytes(std::move(bytes))
{
    m_bytes.detach();
}

Secret &Secret::operator=(const Secret &other)
{
    if (this != &other) {
        wipe();
        m_bytes = other.m_bytes;
    }
    return *this;
}

Secret &Secret::operator=(Secret &&other) noexcept
{
    std::swap(m_bytes, other.m_bytes);
    return *this;
}

Secret::~Secret()
{
    wipe();
}

void Secret::wipe()
{
    if (!m_bytes.isDetached())
        return;
    // volatile: the compiler would leave out writes that nobody reads.
    volatile char *at = m_bytes.data();
    for (qsizetype i = 0; i < m_bytes.size(); ++i)
        at[i] = '\0';
}

bool Secret::operator==(const Secret &other) const
{
    if (m_bytes.size() != other.m_bytes.size())
        return false;
    unsigned char difference = 0;
    for (qsizetype i = 0; i < m_bytes.size(); ++i)
        difference |= static_cast<unsigned char>(m_bytes[i] ^ other.m_bytes[i]);
    return difference == 0;
}

QDebug operator<<(QDebug debug, const Secret &secret)
{
    return debug.noquote() << (secret.isEmpty() ? QString() : QStringLiteral("••••"));
}

} // namespace core

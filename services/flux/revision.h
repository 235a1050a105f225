// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace flux {

// A revision as Flux writes it, taken apart (contracts/flux.md 1.10).
struct Revision {
    QString reference; // branch, tag or ref: "main", "v1.2.3"; empty for a bare commit or digest
    QString algorithm; // "sha1", "sha256"; empty in the form of Flux before 0.39
    QString hash;
};

Revision parseRevision(const QString &text);

// As a person reads it: "main@8f3c2a1", "v2.4.0@77e0d12", "sha256:d41c09b"; what is no revision, such as the version of a
// chart, stays as it is.
QString shortRevision(const QString &text);

// A message with every hash of 40 digits or more cut to 8, as flux get does.
QString withShortHashes(const QString &message);

} // namespace flux

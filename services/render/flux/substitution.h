// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/core/result.h"

#include <map>
#include <string>
#include <string_view>

namespace render::flux {

using Variables = std::map<std::string, std::string>;

// What becomes of a variable that is not there: nothing; an error; an error wherever no default is given (flux.md 2.5,
// 2.12: the bare ${X} in strict mode up to Flux 2.8, every operator from 2.9).
enum class Missing { IsEmpty, IsErrorWhereBare, IsError };

// A text with its variables replaced as Flux's envsubst does. Error::summary() has its words:
// "variable not set (strict mode): "X"". Results are limited to 16 MiB.
core::Result<std::string> substitute(std::string_view text, const Variables &variables, Missing missing);

// The first name that Flux does not take: ^[_[:alpha:]][_[:alpha:][:digit:]]*$.
core::Result<> checkNames(const Variables &variables);

} // namespace render::flux
